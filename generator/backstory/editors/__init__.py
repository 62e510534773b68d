"""What text editors need to help those who write the YAML."""
