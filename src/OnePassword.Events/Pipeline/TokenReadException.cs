namespace OnePassword.Events.Pipeline;

/// <summary>Carries what a token provider threw past the retries, which must not take it for a failure of the server's.</summary>
internal sealed class TokenReadException(Exception inner) : Exception("The token could not be read.", inner);
