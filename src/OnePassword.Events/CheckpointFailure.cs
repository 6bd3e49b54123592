namespace OnePassword.Events;

/// <summary>Specifies why a checkpoint cannot be used.</summary>
public enum CheckpointFailure
{
    /// <summary>The file was truncated or changed, or is not a checkpoint.</summary>
    Corrupt,

    /// <summary>A later version of this library wrote the checkpoint.</summary>
    TooNew,

    /// <summary>The checkpoint belongs to another account, server, API version or feed.</summary>
    Mismatch,

    /// <summary>Another program or store has the folder open, or another follower uses this name in the same store.</summary>
    InUse,

    /// <summary>The checkpoint starts in the future by the server's clock. The usual cause was a wrong local clock.</summary>
    StartInFuture,

    /// <summary>Another process has taken over this follower. A store that notices it stops the follower with this.</summary>
    TakenOver,
}
