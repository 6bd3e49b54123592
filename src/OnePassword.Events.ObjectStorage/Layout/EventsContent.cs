namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>What the object of a page contains.</summary>
internal enum EventsContent
{
    /// <summary>The events.</summary>
    Stored,

    /// <summary>Nothing: another process, or a later attempt, has given up the page.</summary>
    Sealed,

    /// <summary>Something that this follower has not written.</summary>
    Foreign,
}
