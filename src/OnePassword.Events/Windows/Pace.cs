namespace OnePassword.Events;

/// <summary>
/// How many requests of a reading to have under way: one more for each that met no wait, one less for each that had to wait for
/// the account's quota. More than the quota keeps busy would only stand in the way of other feeds.
/// </summary>
internal sealed class Pace(int most)
{
    private bool _hasWaited;

    public int Target { get; private set; } = Math.Min(2, most);

    /// <summary>How many it will be: as long as nothing has waited, it still grows.</summary>
    public int Likely => _hasWaited ? Target : most;

    public void Note(bool waited)
    {
        _hasWaited |= waited;
        Target = Math.Clamp(Target + (waited ? -1 : 1), 1, most);
    }
}
