namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// Deals kinds of event. Of every 256 events in a row each kind occurs at least once, at a place that looks random; the
/// rest are kinds of everyday, so that the mix resembles an account's and a test of 1,000 events still sees every kind.
/// </summary>
internal sealed class Deck<TKind>
{
    private const int Size = 256;

    private readonly ulong _key;
    private readonly TKind[] _all;
    private readonly TKind[] _everyday;

    /// <param name="key">The key of the shuffle.</param>
    /// <param name="all">Every kind, at most 256.</param>
    /// <param name="everyday">The usual kinds, each as often as its weight.</param>
    public Deck(ulong key, IReadOnlyCollection<TKind> all, IEnumerable<TKind> everyday)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Count, Size, nameof(all));
        (_key, _all, _everyday) = (key, [.. all], [.. everyday]);
    }

    public TKind At(long index)
    {
        var shuffle = Rng.At(_key, index / Size);
        var card = ((index * 167) + (long)(shuffle % Size)) & (Size - 1); // 167 is odd: each card once
        return card < _all.Length ? _all[card] : _everyday[Rng.At(shuffle, index) % (ulong)_everyday.Length];
    }
}
