using FsCheck;
using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>
/// Checks properties that hold for every input. The inputs are the same in each run, unless <c>OP_EVENTS_SEED</c> is set.
/// </summary>
internal static class Checking
{
    private static readonly Config Rounds = Config.QuickThrowOnFailure.WithMaxTest(400).WithQuietOnSuccess(true)
        .WithReplay(ulong.TryParse(Environment.GetEnvironmentVariable("OP_EVENTS_SEED"), out var seed) ? seed : 20241202UL, 1UL);

    /// <summary>Reports the smallest input for which the check fails.</summary>
    public static void ForAll<T>(Gen<T> inputs, Action<T> check) => Check.One(Rounds, Prop.ForAll(inputs.ToArbitrary(), check));
}
