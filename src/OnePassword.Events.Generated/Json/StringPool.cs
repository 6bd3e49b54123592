using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OnePassword.Events.Json;

/// <summary>
/// The strings of one response, so that repeated values (people, places, devices) share one string. The size is fixed: a
/// string replaces another one with the same hash.
/// </summary>
internal readonly struct StringPool : IDisposable
{
    /// <summary>Longer strings rarely repeat.</summary>
    public const int MaxLength = 64;

    private const int SizeBits = 10;

    private readonly Entry[] _entries;

    private StringPool(Entry[] entries) => _entries = entries;

    public static StringPool Rent() => new(ArrayPool<Entry>.Shared.Rent(1 << SizeBits));

    /// <summary>Returns the table to the shared pool, without the data of the account.</summary>
    public void Dispose() => ArrayPool<Entry>.Shared.Return(_entries, clearArray: true);

    /// <summary>Returns the entry for these bytes. It may be empty or hold another string.</summary>
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

    /// <summary>A string, and the position of its bytes in the JSON text.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Entry(string Text, int Start, int Length);
}
