namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The reaction to a code of HEC.</summary>
internal enum HecAction
{
    Accept,

    SlowDown,

    Retry,

    Split,

    Stop,

    ReplaceToken,
}
