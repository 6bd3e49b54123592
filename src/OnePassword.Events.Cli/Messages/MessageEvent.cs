namespace OnePassword.Events.Cli.Messages;

/// <summary>The kinds of messages: the <c>event</c> in JSON, in snake_case. A name never changes.</summary>
internal enum MessageEvent
{
    // The command
    CommandFailed,
    NotificationFailed,

    // Accounts
    AccountFailed,
    AccountRetried,
    AccountRecovered,
    IntrospectionMissing,
    QuotaExceeded,
    TokenFileReadable,
    TokensReloaded,

    // Feeds
    FeedFailed,
    FeedRetried,
    FeedSkipped,
    FeedStarted,
    FeedSilent,
    FeedRecovered,
    FeedSummary,

    // Outputs
    DeadLettersChanged,
    DeadLettersMissing,
    EventsRejected,
    OutputFailed,
    OutputRetried,
    OutputRecovered,
    OutputSummary,
    StandingBy,
    TakenOver,
    OutputWarned,

    // Exports
    ExportProgress,
    ExportResumed,
    ExportSummary,
    RetentionExceeded,
    ManifestKept,

    // Files
    FileRecovered,
    FileReplaced,
    FileSetAside,
    FileBusy,
    FilesRemoved,
    DiskLow,
    DiskRecovered,

    // Checkpoints
    CheckpointChanged,
    CheckpointBackedUp,
    CheckpointMissing,
    CheckpointUnusable,

    // Databases
    DatabaseFailed,
    DatabaseRecovered,
    EventsRemoved,
    SchemaChanged,

    // Fleets
    AccountsChanged,
    NodeEnded,
    NodeLog,
    NodeStarted,
    NodesChanged,

    // Servers
    EmulatorRunning,
    EndpointListening,
    ReplayIncomplete,
}
