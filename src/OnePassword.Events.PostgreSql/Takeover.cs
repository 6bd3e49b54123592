namespace OnePassword.Events.PostgreSql;

/// <summary>Specifies when a store takes an account that another process may follow.</summary>
public enum Takeover
{
    /// <summary>
    /// When the other process has ended, or has been silent for <see cref="PostgreSqlEventStoreOptions.SilenceLimit"/>. Until
    /// then, loading waits. Two processes with the same configuration are a hot standby.
    /// </summary>
    WhenReleased,

    /// <summary>
    /// Never: loading fails if another process follows the account, and has not ended within 2 seconds.
    /// </summary>
    Never,

    /// <summary>
    /// At once. The next commit of the other process fails with <see cref="CheckpointFailure.TakenOver"/>. For a program that
    /// assigns accounts to processes itself.
    /// </summary>
    AtOnce,
}
