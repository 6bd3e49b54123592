namespace OnePassword.Events.Cli.Messages;

/// <summary>How much a message matters to the operator.</summary>
internal enum MessageLevel
{
    /// <summary>The operator must act: something failed, and the tool cannot correct it.</summary>
    Error,

    /// <summary>Something went wrong and was corrected or is retried, or needs attention later.</summary>
    Warning,

    /// <summary>Routine: what was done.</summary>
    Information,

    /// <summary>Details for finding a problem. Shown with <c>--verbose</c>.</summary>
    Debug,
}
