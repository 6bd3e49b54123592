namespace OnePassword.Events;

/// <summary>Why a checkpoint cannot be used.</summary>
public enum CheckpointFailure
{
    /// <summary>Its file is not as it was written: cut off, changed, or something else.</summary>
    Corrupt,

    /// <summary>It was written by a later version of this library.</summary>
    TooNew,

    /// <summary>It is of another account, server, API version or feed.</summary>
    Mismatch,

    /// <summary>Another program, or another store in this one, has the folder; or the name is being followed from the same store.</summary>
    InUse,

    /// <summary>It starts in the future by the server's clock, because the local clock was wrong.</summary>
    StartInFuture,
}
