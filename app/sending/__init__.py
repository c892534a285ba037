"""What goes into the envelope, how it travels and what it costs: from a letter to a filing that is sent."""
