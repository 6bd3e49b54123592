using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>Checks one data stream or index: whether it exists or which template creates it, and what its times keep.</summary>
internal sealed class TargetProbe(ElasticsearchOptions options, ElasticsearchClient client, bool isDataStream)
{
    private const string Integration = "logs-1password.";

    private readonly List<ProbeResult> _results = [];

    public async Task<IReadOnlyList<ProbeResult>> RunAsync(string name, CancellationToken cancellationToken)
    {
        var (isKnown, exists, template) = await ExistsAsync(name, cancellationToken).ConfigureAwait(false);
        if (!isKnown)
            return _results;
        if (isDataStream && options.Format == EventFormat.Raw && name.StartsWith(Integration, StringComparison.Ordinal)
            && template?.StartsWith(Integration, StringComparison.Ordinal) != true)
            Note($"Elastic's 1Password integration is not installed, so that raw events in {name} stay text. "
                + "Install it in Kibana, or use the format ecs.");
        await CheckPrecisionAsync(name, exists, cancellationToken).ConfigureAwait(false);
        return _results;
    }

    private Task<(bool IsKnown, bool Exists, string? Template)> ExistsAsync(string name, CancellationToken cancellationToken) =>
        isDataStream ? StreamExistsAsync(name, cancellationToken) : Task.FromResult<(bool, bool, string?)>((true, false, null));

    private async Task<(bool IsKnown, bool Exists, string? Template)> StreamExistsAsync(
        string name, CancellationToken cancellationToken)
    {
        using var stream = await GetAsync($"_data_stream/{name}", cancellationToken).ConfigureAwait(false);
        if (stream is not null)
        {
            var first = stream.RootElement.GetProperty("data_streams").EnumerateArray().FirstOrDefault();
            if (first.ValueKind == JsonValueKind.Object)
            {
                var template = first.TryGetProperty("template", out var text) ? text.GetString() : null;
                Ok($"The data stream {name} exists. Its template is {template}.");
                return (true, true, template);
            }
        }
        using var templates = await GetAsync("_index_template", cancellationToken).ConfigureAwait(false);
        if (templates is null)
        {
            Note($"The data stream {name} does not exist yet or cannot be seen, and the credentials cannot see index templates.");
            return (false, false, null);
        }
        if (IndexTemplates.Find(templates.RootElement, name) is not { IsDataStream: true } found)
        {
            _results.Add(new ProbeResult(
                ProbeStatus.Failed,
                $"No index template creates the data stream {name}. "
                + "Create one: 'op-events config elastic-template' prints it."));
            return (false, false, null);
        }
        Ok($"The data stream {name} does not exist yet. The index template {found.Name} creates it.");
        return (true, false, found.Name);
    }

    private async Task CheckPrecisionAsync(string name, bool exists, CancellationToken cancellationToken)
    {
        JsonDocument? json;
        if (exists)
        {
            json = await GetAsync($"{name}/_mapping/field/@timestamp", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var (reply, _) = await client.PostAsync($"_index_template/_simulate_index/{name}", default, cancellationToken)
                .ConfigureAwait(false);
            json = reply is { IsSuccess: true } ? reply.TryParse() : null;
        }
        using (json)
        {
            if (json is null)
                Note($"The precision of times in {name} is not known: the credentials cannot see its mapping.");
            else if (IndexTemplates.TypeOfTime(json.RootElement) == "date_nanos")
                Ok($"{name} keeps the nanoseconds of @timestamp.");
            else
                Note($"{name} keeps the milliseconds of @timestamp, and all digits in the document only. "
                    + "A template with the type date_nanos keeps nanoseconds.");
        }
    }

    private async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (reply, _) = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        return reply is { IsSuccess: true } ? reply.TryParse() : null;
    }

    private void Ok(string text) => _results.Add(new ProbeResult(ProbeStatus.Ok, text));

    private void Note(string text) => _results.Add(new ProbeResult(ProbeStatus.Note, text));
}
