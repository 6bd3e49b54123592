namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>The content of the object of a page.</summary>
internal enum EventsContent
{
    /// <summary>The events.</summary>
    Stored,

    /// <summary>Nothing: another process, or a later attempt, has given up the page.</summary>
    Sealed,

    /// <summary>Something that this follower has not written.</summary>
    Foreign,
}
