namespace OnePassword.Events.Cli.Messages;

/// <summary>A message for the operator.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Event">The kind of message, in snake_case.</param>
/// <param name="Lines">The text, at least one line. In JSON, one text.</param>
internal sealed record Message(MessageLevel Level, string Event, params IReadOnlyList<string> Lines)
{
    /// <summary>Gets the account and the feed of the message.</summary>
    public MessageSource Source { get; init; }

    /// <summary>Gets whether the text itself names the source, so that it is not named twice.</summary>
    public bool NamesSource { get; init; }

    /// <summary>Gets the exit code that the failure causes; null for none.</summary>
    public int? ExitCode { get; init; }
}
