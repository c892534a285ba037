"""What a person says an agency holds about her, why she thinks so, and how sure she is."""
