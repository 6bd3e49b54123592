using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Tests.State;

[Category("InProcess")]
public sealed class ConfirmationTests
{
    [Test]
    public async Task Interruption_of_a_question_does_not_wait_for_a_key()
    {
        using var interruption = new CancellationTokenSource();
        using var keyboard = new SilentReader();
        var cli = new CliContext(Stream.Null, TextWriter.Null, keyboard, _ => null, TimeProvider.System) { InputIsTerminal = true };
        var asking = Confirmation.RequireAsync("Sure", isGiven: false, cli, interruption.Token);
        await interruption.CancelAsync();
        Assert.That(
            async () => await asking.WaitAsync(Wait.Limit, TimeProvider.System),
            Throws.InstanceOf<OperationCanceledException>());
    }

    /// <summary>A terminal without any input.</summary>
    private sealed class SilentReader : TextReader
    {
        private readonly ManualResetEventSlim _end = new();

        public override string? ReadLine()
        {
            _end.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
