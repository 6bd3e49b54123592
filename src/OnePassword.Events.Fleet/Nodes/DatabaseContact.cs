namespace OnePassword.Events.Fleet.Nodes;

/// <summary>When the database last replied to this node.</summary>
internal sealed class DatabaseContact(TimeProvider clock)
{
    private long _replied = clock.GetTimestamp();
    private long? _failed;

    /// <summary>Gets how long the database has not replied. The process may have been stopped meanwhile.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _replied));

    /// <summary>
    /// Gets the time since the start of the first failed statement after the last reply; zero if there was none.
    /// </summary>
    public TimeSpan Outage => _failed is { } failed ? clock.GetElapsedTime(failed) : TimeSpan.Zero;

    public void Replied()
    {
        Volatile.Write(ref _replied, clock.GetTimestamp());
        _failed = null;
    }

    /// <param name="start">When the statement was sent.</param>
    public void Failed(long start) => _failed ??= start;
}
