using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OnePassword.Events;

/// <summary>
/// The texts of one answer, so that what it repeats (people, places, devices) is one string. It lives as long as the answer is
/// read and has a fixed size: a text takes the place of another whose bytes fall on the same entry.
/// </summary>
internal readonly struct SharedTexts : IDisposable
{
    /// <summary>Longer texts are not repeated often.</summary>
    public const int MaxLength = 64;

    private const int SizeBits = 10;

    private readonly Entry[] _entries;

    private SharedTexts(Entry[] entries) => _entries = entries;

    public static SharedTexts Rent() => new(ArrayPool<Entry>.Shared.Rent(1 << SizeBits));

    /// <summary>Gives the table back without the texts of an account in it.</summary>
    public void Dispose() => ArrayPool<Entry>.Shared.Return(_entries, clearArray: true);

    /// <summary>The entry that a text falls on, which may be empty or another text's.</summary>
    public ref Entry For(ReadOnlySpan<byte> raw) => ref _entries[(int)(Hash(raw) >> (64 - SizeBits))];

    private static ulong Hash(ReadOnlySpan<byte> raw)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)raw.Length * Factor;
        if (raw.Length < sizeof(ulong))
        {
            foreach (var b in raw)
                hash = (hash ^ b) * Factor;
            return hash;
        }
        for (var rest = raw; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Factor, 29);
        return (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(raw[^sizeof(ulong)..])) * Factor;
    }

    /// <summary>A text, and where in the body it was found first: the same bytes are the same text.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Entry(string Text, int Start, int Length);
}
