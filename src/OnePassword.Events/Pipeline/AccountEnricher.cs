using OnePassword.Events.Diagnostics;
using Polly.Telemetry;

namespace OnePassword.Events.Pipeline;

/// <summary>Adds the account to the package's metrics. Polly calls it only while a listener records the metric.</summary>
internal sealed class AccountEnricher : MeteringEnricher
{
    public override void Enrich<TResult, TArgs>(in EnrichmentContext<TResult, TArgs> context)
    {
        if (FeedCall.Of(context.TelemetryEvent.Context).Telemetry.Client.Account is { Length: > 0 } account)
            context.Tags.Add(new(Instruments.AccountTag, account));
    }
}
