using System.Buffers;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Accounts;

/// <summary>The configuration of <c>op-events follow</c> with one account. It has no secret.</summary>
/// <param name="Name">The name of the account.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Json">The configuration.</param>
internal sealed record AccountDefinition(string Name, string Folder, string Json)
{
    private const string Accounts = "accounts";
    private const string Outputs = "outputs";

    /// <summary>Keys that the fleet does not use: the database has the checkpoints, and a node has its address.</summary>
    private static readonly string[] UnusedKeys = ["$schema", "state", "listen", "listen_token"];

    /// <summary>Reads a configuration file and divides it into its accounts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="database">The output of accounts without outputs.</param>
    /// <param name="cli">The context.</param>
    /// <exception cref="CliException">The file is invalid, or an output is not possible in a fleet.</exception>
    public static IReadOnlyList<AccountDefinition> ReadFile(string path, FollowOutput database, CliContext cli)
    {
        var text = ConfigText.Load(path);
        var root = ConfigParser.Parse(text);
        var plan = Read(text, root, database, cli);
        var shared = root.Members.Where(
            member => member.Key != Accounts && !UnusedKeys.Contains(member.Key, StringComparer.Ordinal));
        var accounts = root.Members.Single(member => member.Key == Accounts).Value.Items;
        return
        [
            .. accounts.Zip(plan.Accounts, (node, followed) => new AccountDefinition(
                followed.Account.Name!, text.Folder, Format([.. shared, new(0, Accounts, List(node))]))),
        ];
    }

    /// <summary>Reads the plan of the account. Equal outputs of several accounts are one object.</summary>
    /// <param name="database">The output of an account without outputs.</param>
    /// <param name="known">The outputs of other accounts.</param>
    /// <param name="cli">The context.</param>
    /// <exception cref="CliException">The configuration is invalid on this machine, for example without a variable.</exception>
    public FollowPlan Read(FollowOutput database, KnownOutputs known, CliContext cli)
    {
        var text = ConfigText.Of($"account {Name}", Folder, Json);
        var root = ConfigParser.Parse(text);
        var plan = Read(text, root, database, cli);
        var account = root.Members.Single(member => member.Key == Accounts).Value.Items[0];
        var nodes = NodesOf(account) ?? NodesOf(root);
        return nodes is null ? plan : plan with
        {
            Accounts =
            [
                .. plan.Accounts.Select(followed => followed with
                {
                    Outputs =
                    [
                        .. nodes.Zip(followed.Outputs, (node, output) => known.Share($"{Folder}\n{Format(node)}", output)),
                    ],
                }),
            ],
        };
    }

    private static FollowPlan Read(ConfigText text, ConfigNode root, FollowOutput database, CliContext cli)
    {
        var context = new ConfigContext(text, cli);
        var plan = FollowConfig.Read(context, root, needsState: false, defaultOutput: database);
        context.ThrowIfInvalid();
        ThrowIfLocal(text, root, plan);
        return plan with { IsAssigned = true };
    }

    private static void ThrowIfLocal(ConfigText text, ConfigNode root, FollowPlan plan)
    {
        var accounts = root.Members.Single(member => member.Key == Accounts).Value.Items;
        var outputs = accounts.Zip(plan.Accounts).SelectMany(
            account => (NodesOf(account.First) ?? NodesOf(root) ?? []).Zip(account.Second.Outputs));
        foreach (var (node, output) in outputs.Where(one => one.Second is FilesOutput or StdoutOutput))
            throw CliException.Usage(
                $"{text.Position(node.Start)}: the output {output.Title} is on one machine, and an account can move to another. "
                + "Leave outputs out to store the events in the database of the fleet, or use an output that all nodes reach.");
    }

    private static IReadOnlyList<ConfigNode>? NodesOf(ConfigNode node) =>
        node.Members.FirstOrDefault(member => member.Key == Outputs)?.Value.Items;

    private static ConfigNode List(ConfigNode item) => new(0, JsonValueKind.Array) { Items = [item] };

    private static string Format(IReadOnlyList<ConfigNode.Member> members) =>
        Format(new ConfigNode(0, JsonValueKind.Object) { Members = members });

    private static string Format(ConfigNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(node, json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(ConfigNode node, Utf8JsonWriter json)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in node.Members)
                {
                    json.WritePropertyName(member.Key);
                    Write(member.Value, json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in node.Items)
                    Write(item, json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(node.Text);
                break;
            case JsonValueKind.Number:
                json.WriteRawValue(node.Text);
                break;
            case JsonValueKind.Null:
                json.WriteNullValue();
                break;
            default:
                json.WriteBooleanValue(node.Kind == JsonValueKind.True);
                break;
        }
    }
}
