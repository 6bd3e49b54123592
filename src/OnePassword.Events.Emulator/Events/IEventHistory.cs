namespace OnePassword.Events.Emulator.Events;

/// <summary>The events of all feeds at the start: generated or recorded.</summary>
internal interface IEventHistory
{
    /// <summary>Gets the feeds in the order of <see cref="EmulatorFeed"/>.</summary>
    IReadOnlyList<IEventSource> Feeds { get; }

    /// <summary>Gets a number that two histories share only if their events have the same positions and times.</summary>
    ulong Fingerprint { get; }

    /// <summary>Gets whether the API stops serving events at the end of its retention.</summary>
    bool Expires { get; }
}
