using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events config elastic-template</c>: prints the index template of an output.</summary>
internal static class ElasticTemplateCommand
{
    public const string Examples = """
          op-events config elastic-template > template.json       data streams of Elasticsearch, events in the format ecs
          op-events config elastic-template --opensearch          data streams of OpenSearch
          op-events config elastic-template --index 'onepassword-{feed}-{month}' --format ocsf
        """;

    private const int MaxDays = 36_500;

    // The template does not depend on the address.
    private static readonly Uri AnyAddress = new("https://localhost:9200");

    public static CliCommand Create()
    {
        var isOpenSearch = new Option<bool>("--opensearch") { Description = "For OpenSearch instead of Elasticsearch." };
        var format = OptionFactory.OneOf(
            "--format", "Format of the events. Default: ecs.", [.. EventFormat.All.Select(format => format.Name)]);
        var dataStream = new Option<string?>("--data-stream")
        {
            Description = "Data stream, as in the output. Default: logs-1password.{feed}-default.",
            HelpName = "name",
        };
        var index = new Option<string?>("--index")
        {
            Description = "Index, as in the output, instead of data streams.",
            HelpName = "name",
        };
        var retention = OptionFactory.WholeNumber(
            "--retention-days", "days", "Delete events of Elasticsearch data streams after this time. Default: never.", 1,
            MaxDays);
        var command = new CliCommand(
            "elastic-template", "Prints the index template for the outputs elasticsearch and opensearch.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe)
        {
            isOpenSearch, format, dataStream, index, retention,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ElasticsearchOptions
            {
                Url = AnyAddress,
                IsOpenSearch = parsed.GetValue(isOpenSearch),
                Format = EventFormat.TryParse(parsed.GetValue(format), out var value) ? value : EventFormat.Ecs,
                DataStream = parsed.GetValue(dataStream),
                Index = parsed.GetValue(index),
            };
            var template = Create(options, parsed.GetValue(retention));
            await parsed.InvocationConfiguration.Output.WriteAsync(template.AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Create(ElasticsearchOptions options, int? retentionDays)
    {
        if (options is { Format: var format, DataStream: null, Index: null, IsOpenSearch: false } && format == EventFormat.Raw)
            throw CliException.Usage(
                "Elastic's 1Password integration has the templates for raw events in these data streams. Install it, "
                + "or add --data-stream, --index or another --format.");
        if (retentionDays is not null && (options.IsOpenSearch || options.Index is not null))
            throw CliException.Usage(
                "--retention-days applies to data streams of Elasticsearch only. "
                + "Use a policy of OpenSearch, or delete old indices.");
        try
        {
            return ElasticsearchTemplate.Create(options, retentionDays);
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage(Format.Message(e));
        }
    }
}
