"""Powers of attorney: who may file in a person's name, with which paper, until when."""
