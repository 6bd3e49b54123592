using System.Globalization;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Destinations;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>The dead letters of an output: events that are larger than the brokers accept.</summary>
internal sealed class KafkaDeadLetters(KafkaOutput output, OutputContext context)
{
    private readonly DeadLetterFile _file = new(output.DeadLettersIn(context.State));

    /// <summary>Writes an event, and returns when it is on the disk. The page is then committed without it.</summary>
    public async Task AddAsync(
        Account account, FollowedPage<RawEvent> page, RawEvent tooLarge, CancellationToken cancellationToken)
    {
        var now = context.Cli.Clock.GetUtcNow();
        var origin = new EventOrigin
        {
            Account = account.Name,
            AccountUuid = page.Checkpoint.AccountUuid,
            Feed = page.Feed,
            ApiVersion = page.Checkpoint.ApiVersion,
            Host = page.Checkpoint.Host,
            ReadAt = now,
        };
        var limit = $"max.message.bytes of the topic {output.Create().Topic}";
        if (output.Client.Any(setting => setting.Key == "message.max.bytes"))
            limit = $"message.max.bytes of the key settings, or {limit}";
        var reason = string.Create(CultureInfo.InvariantCulture, $"its {tooLarge.Json.Length:N0} bytes are more than {limit}.");
        var letter = new DeadLetter(tooLarge, origin, output.Location, reason, Status: null, now);
        await _file.AppendAsync([letter], cancellationToken).ConfigureAwait(false);
        context.Cli.Messages.Warning(
            MessageEvent.EventsRejected,
            $"The event {SafeText.Line(tooLarge.Uuid ?? "without a uuid")} was written to {_file.Path}, because {reason} "
                + "Show dead letters with `op-events deadletter show`.",
            account.SourceOf(page.Feed, output.CheckpointPart));
    }
}
