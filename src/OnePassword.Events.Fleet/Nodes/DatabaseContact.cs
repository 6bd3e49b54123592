namespace OnePassword.Events.Fleet.Nodes;

/// <summary>When the database last replied to this node.</summary>
internal sealed class DatabaseContact(TimeProvider clock)
{
    private long _last = clock.GetTimestamp();

    /// <summary>Gets how long the database has not replied.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _last));

    public void Replied() => Volatile.Write(ref _last, clock.GetTimestamp());
}
