using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>Checks a cluster without storing a document: credentials, version, privileges, and each target.</summary>
internal sealed class ElasticsearchProbe(ElasticsearchOptions options, ElasticsearchClient client, ElasticsearchTarget target)
{
    private readonly List<ProbeResult> _results = [];

    public async Task<IReadOnlyList<ProbeResult>> RunAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken)
    {
        if (!await IsReachableAsync(cancellationToken).ConfigureAwait(false))
            return _results;
        var patterns = origins.Select(target.PatternFor).Distinct(StringComparer.Ordinal).ToList();
        if (options.IsOpenSearch)
            await CheckUserAsync(cancellationToken).ConfigureAwait(false);
        else
            await CheckPrivilegesAsync(patterns, cancellationToken).ConfigureAwait(false);
        foreach (var name in origins.Select(target.NameFor).Distinct(StringComparer.Ordinal))
            _results.AddRange(await new TargetProbe(options, client, target.IsDataStream).RunAsync(name, cancellationToken)
                .ConfigureAwait(false));
        return _results;
    }

    private async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        var (reply, failure) = await client.GetAsync("", cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return Fail(failure.Reason);
        if (reply!.Status == 401)
            return Fail($"The credentials are not accepted ({reply.Summary}). Check them.");
        if (reply.Status == 403)
        {
            Add(ProbeStatus.Note, "The version is unknown: the credentials do not have the privilege 'monitor'.");
            return true;
        }
        using var json = reply.TryParse();
        if (!reply.IsSuccess || json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Object
            || !version.TryGetProperty("number", out var number))
            return Fail($"The address is not an Elasticsearch or OpenSearch cluster ({reply.Summary}). Check the address.");
        var isOpenSearch = version.TryGetProperty("distribution", out var distribution) && distribution.ValueEquals("opensearch");
        var product = isOpenSearch ? "OpenSearch" : "Elasticsearch";
        Add(ProbeStatus.Ok, $"The service is {product} {number}.");
        if (isOpenSearch != options.IsOpenSearch)
            Add(
                ProbeStatus.Note,
                $"The configuration says {(isOpenSearch ? "Elasticsearch" : "OpenSearch")}. Change it to {product}.");
        return true;
    }

    private async Task CheckPrivilegesAsync(List<string> names, CancellationToken cancellationToken)
    {
        string[] privileges = target.IsDataStream && options.FindsDuplicates
            ? ["create_doc", "auto_configure", "read", "maintenance"]
            : ["create_doc", "auto_configure"];
        var (reply, failure) = await client.PostAsync(
            "_security/user/_has_privileges", PrivilegeQuery.Write(names, privileges), cancellationToken).ConfigureAwait(false);
        using var json = reply?.TryParse();
        if (failure is not null)
            Fail(failure.Reason);
        else if (reply!.Status is 401 or 403)
            Fail($"The credentials are not accepted ({reply.Summary}). Check them.");
        else if (!reply.IsSuccess || json is null)
            Add(ProbeStatus.Note, $"The privileges are not known: the security of the cluster is off ({reply.Summary}).");
        else if (PrivilegeQuery.Missing(json.RootElement) is { Count: > 0 } missing)
            missing.ForEach(one => Fail($"The credentials do not have {one}. Grant it to their role or API key."));
        else
            Add(ProbeStatus.Ok, $"The credentials have {string.Join(", ", privileges)} on {string.Join(", ", names)}.");
    }

    // OpenSearch does not say which privileges a user has.
    private async Task CheckUserAsync(CancellationToken cancellationToken)
    {
        var (reply, failure) = await client.GetAsync("_plugins/_security/authinfo", cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            Fail(failure.Reason);
            return;
        }
        using var json = reply!.TryParse();
        if (!reply.IsSuccess || json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("roles", out var roles) || roles.ValueKind != JsonValueKind.Array)
        {
            Add(ProbeStatus.Note, $"The roles of the user are not known ({reply.Summary}).");
            return;
        }
        Add(
            ProbeStatus.Note,
            $"The roles of the user are {string.Join(", ", roles.EnumerateArray())}. "
            + "OpenSearch does not report their privileges.");
    }

    private bool Fail(string text)
    {
        Add(ProbeStatus.Failed, text);
        return false;
    }

    private void Add(ProbeStatus status, string text) => _results.Add(new ProbeResult(status, text));
}
