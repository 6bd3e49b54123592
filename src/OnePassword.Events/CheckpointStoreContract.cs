using System.Globalization;
using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>
/// Checks that a program's own checkpoint store keeps the contract of <see cref="ICheckpointStore"/>. Call it from a test, with
/// any test framework.
/// </summary>
/// <example>
/// <code>
/// // In a test, with your own store instead of this one:
/// await CheckpointStoreContract.VerifyAsync(() =&gt; FileCheckpointStore.Open("state"));
/// </code>
/// </example>
public static class CheckpointStoreContract
{
    /// <summary>
    /// Checks every rule. A new store returns every property, also with extreme values. A save replaces only the checkpoint of
    /// its name, also in parallel. A canceled save leaves the previous or the new checkpoint.
    /// </summary>
    /// <param name="open">
    /// Opens a store on the same storage each time. A store that implements <see cref="IDisposable"/> or
    /// <see cref="IAsyncDisposable"/> is disposed before the next one is opened. The storage keeps checkpoints whose names start
    /// with <c>contract-</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>A task that completes if the store keeps all rules.</returns>
    /// <exception cref="InvalidOperationException">The store breaks a rule; the message lists each broken rule.</exception>
    public static async Task VerifyAsync(Func<ICheckpointStore> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        var (broken, causes) = (new List<string>(), new List<Exception>());
        foreach (var (rule, check) in StoreRules.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await check(new StoreUnderTest(open)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // A store may throw anything: that breaks the rule too.
                broken.Add($"{rule} {e.Message}");
                causes.Add(e);
            }
        }
        if (broken.Count > 0)
        {
            var count = string.Create(CultureInfo.InvariantCulture, $"{broken.Count} of {StoreRules.All.Count}");
            var list = string.Concat(broken.Select(one => $"\n- {one}"));
            throw new InvalidOperationException($"The store breaks {count} rules:{list}", causes[0]);
        }
    }
}
