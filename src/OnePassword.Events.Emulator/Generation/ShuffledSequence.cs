using OnePassword.Events.Emulator.Seeding;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>
/// An endless sequence of event kinds with random access. Each block of 256 contains every kind at least once, in shuffled
/// order, and fills the rest with common kinds. So the mix is lifelike, and 1,000 events still contain every kind.
/// </summary>
internal sealed class ShuffledSequence<TKind>
{
    private const int BlockSize = 256;

    private readonly ulong _key;
    private readonly TKind[] _all;
    private readonly TKind[] _common;

    /// <param name="key">The key of the shuffle.</param>
    /// <param name="all">Every kind, at most 256.</param>
    /// <param name="common">The common kinds, each repeated by its weight.</param>
    public ShuffledSequence(ulong key, IReadOnlyCollection<TKind> all, IEnumerable<TKind> common)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Count, BlockSize, nameof(all));
        (_key, _all, _common) = (key, [.. all], [.. common]);
    }

    public TKind At(long index)
    {
        var shuffle = Rng.At(_key, index / BlockSize);
        var slot = ((index * 167) + (long)(shuffle % BlockSize)) & (BlockSize - 1); // 167 is odd, so each slot occurs once.
        return slot < _all.Length ? _all[slot] : _common[Rng.At(shuffle, index) % (ulong)_common.Length];
    }
}
