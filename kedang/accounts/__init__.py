"""Sign-in, second factors, set-up and the administration of people."""
