using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// SplitMix64, started anywhere in no time: the draws for event number n depend on nothing but the key and n, so that any
/// page can be written without those before it. The framework's generator promises no stable sequence.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Rng(ulong key, long index)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    // Mixed once more, or neighbours would share draws: number n's second would be number n+1's first.
    private ulong _state = Mix(key + unchecked((ulong)index * Golden));

    /// <summary>A key for one purpose, independent of the keys of other purposes.</summary>
    public static ulong Key(ulong seed, ulong purpose) => Mix(Mix(seed + Golden) ^ (purpose * Golden));

    /// <summary>The one draw of number <paramref name="index"/>; different for each index of the same key.</summary>
    public static ulong At(ulong key, long index) => Mix(key + unchecked((ulong)index * Golden));

    public ulong Next() => Mix(_state += Golden);

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>Invertible: different inputs give different outputs, which is what keeps event uuids unique.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
