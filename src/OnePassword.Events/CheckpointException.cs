using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// A checkpoint is there and cannot be used. The message is one line, safe to log, and says what to do. Following does not
/// start from the beginning instead: that would repeat or lose events without a word.
/// </summary>
public sealed class CheckpointException : Exception
{
    internal CheckpointException(CheckpointFailure reason, string message, Exception? innerException = null)
        : base(SafeText.Line(message), innerException) => Reason = reason;

    /// <summary>What is wrong.</summary>
    public CheckpointFailure Reason { get; }
}
