"""What leaves the office on paper: PDF documents."""
