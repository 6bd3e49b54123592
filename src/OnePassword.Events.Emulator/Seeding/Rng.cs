using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Seeding;

/// <summary>
/// SplitMix64 with random access: the draws for event n depend only on the key and n. So any page can be generated
/// without the pages before it. .NET's generator does not promise a stable sequence.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Rng(ulong key, long index)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    // Without Mix, the second draw of number n would be the first draw of number n+1.
    private ulong _state = Mix(key + unchecked((ulong)index * Golden));

    /// <summary>Returns a key for one stream, independent of the keys of other streams.</summary>
    public static ulong Key(ulong seed, ulong stream) => Mix(Mix(seed + Golden) ^ (stream * Golden));

    /// <summary>Returns the single draw of number <paramref name="index"/>, different for each index of the same key.</summary>
    public static ulong At(ulong key, long index) => Mix(key + unchecked((ulong)index * Golden));

    public ulong Next() => Mix(_state += Golden);

    /// <summary>Returns a number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Returns true once in <paramref name="times"/> draws, on average.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>Invertible: different inputs have different outputs, which keeps the uuids of events unique.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
