namespace OnePassword.Events.Destinations.Splunk;

/// <summary>What a code of HEC requires.</summary>
internal enum HecAction
{
    Accept,

    SlowDown,

    Retry,

    Split,

    Stop,

    ReplaceToken,
}
