using System.Buffers.Binary;
using System.Security.Cryptography;
using OnePassword.Events.Emulator.Seeding;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The appended events of a feed in order of arrival. Readers need no lock, because events never change.</summary>
internal sealed class AppendedEvents
{
    private readonly Lock _lock = new();
    private (AppendedEvent Event, ulong Fingerprint)[] _events = [];
    private int _count;

    /// <summary>Gets the number of events that readers can see.</summary>
    public int Count => Volatile.Read(ref _count);

    public AppendedEvent this[long index] => Volatile.Read(ref _events)[index].Event;

    /// <summary>Returns a number that depends on the first <paramref name="count"/> events and their order.</summary>
    public ulong FingerprintOf(long count) => count == 0 ? 0 : Volatile.Read(ref _events)[count - 1].Fingerprint;

    public void Add(params IReadOnlyCollection<AppendedEvent> events)
    {
        lock (_lock)
        {
            var count = _count + events.Count;
            if (count > _events.Length)
            {
                var larger = new (AppendedEvent, ulong)[Math.Max(count, _events.Length * 2)];
                _events.CopyTo(larger, 0);
                Volatile.Write(ref _events, larger);
            }

            var next = _count;
            foreach (var added in events)
            {
                _events[next] = (added, Rng.Key(FingerprintOf(next), HashOf(added.Json.Span)));
                next++;
            }

            Volatile.Write(ref _count, count); // Last, so that a reader never sees an empty slot.
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
