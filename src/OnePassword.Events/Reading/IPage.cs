namespace OnePassword.Events.Reading;

/// <summary>What the reading loop and the telemetry need to know of a page, typed or raw.</summary>
internal interface IPage
{
    int Count { get; }

    string Cursor { get; }

    bool HasMore { get; }

    /// <summary>Whether its list of events was null or absent, which counts as empty.</summary>
    bool LacksItems => false;

    /// <summary>Whether this page brings the same events as another.</summary>
    bool Repeats(IPage other);

    /// <summary>The time of the last event, as far as it can be read.</summary>
    EventTime? Newest { get; }
}
