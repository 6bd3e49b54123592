namespace OnePassword.Events.Reading;

/// <summary>The properties of a page that cursors and telemetry use.</summary>
internal interface IPage
{
    int Count { get; }

    string Cursor { get; }

    bool HasMore { get; }

    /// <summary>Whether the list of events is null or missing. Such a page counts as empty.</summary>
    bool LacksItems => false;

    /// <summary>Whether this page contains the same events as another.</summary>
    bool Repeats(IPage other);

    /// <summary>The timestamp of the last event in the page; null if there is none or it cannot be parsed.</summary>
    EventTime? LastTimestamp { get; }
}
