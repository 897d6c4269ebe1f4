using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Testing;
using YamlDotNet.RepresentationModel;

namespace Orleans.WhatsApp.Silo.Deployment;

/// <summary>Deployment files and manuals are read by machines and people that do not compile them; here they are held to what the code says.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string[] Yaml = [.. Repository.Files("deploy", ".yml", ".yaml"), "docker-compose.yml"];

    public static TheoryData<string> Texts => [.. Repository.Files("deploy"), .. Repository.Files("docs", ".md"), "docker-compose.yml", "README.md"];

    public static TheoryData<string> Manifests => [.. Yaml.Where(file => file.StartsWith("deploy/k8s/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Texts))]
    public void Every_setting_that_is_named_is_one_that_the_product_reads(string file) =>
        Assert.All(SettingName().Matches(Repository.Text(file)), name => Assert.Contains(name.Value, KnownSettings.All));

    [Theory, MemberData(nameof(Manifests))]
    public void Every_manifest_names_its_kind_and_itself(string file) =>
        Assert.All(Documents(file), document =>
        {
            Assert.NotEmpty(Word(document["kind"]));
            Assert.NotEmpty(Word(document["metadata"]["name"]));
        });

    [Fact]
    public void Silos_in_Kubernetes_are_looked_at_by_routes_that_exist()
    {
        var silo = Documents("deploy/k8s/silo.yaml").Single(document => Word(document["kind"]) == "Deployment")["spec"]["template"]["spec"];
        var container = silo["containers"][0];
        Assert.Equal("/health/live", Word(container["livenessProbe"]["httpGet"]["path"]));
        Assert.Equal("/health/live", Word(container["startupProbe"]["httpGet"]["path"]));
        Assert.Equal("/health/ready", Word(container["readinessProbe"]["httpGet"]["path"]));
    }

    [Fact]
    public void A_silo_is_killed_later_than_it_may_take_to_leave()
    {
        var told = TimeSpan.Parse(Word(Documents("deploy/k8s/config.yaml").Single()["data"]["Silo__DrainPeriod"]), CultureInfo.InvariantCulture);
        var silo = Documents("deploy/k8s/silo.yaml").Single(document => Word(document["kind"]) == "Deployment")["spec"]["template"]["spec"];
        var patience = TimeSpan.FromSeconds(int.Parse(Word(silo["terminationGracePeriodSeconds"]), CultureInfo.InvariantCulture));
        Assert.InRange(Leaving.Longest(new LeavingOptions { DrainPeriod = told }), TimeSpan.Zero, patience - TimeSpan.FromSeconds(3));

        // Compose leaves the drain to the silo, or to whoever sets it: five seconds are the most that are taken.
        var container = Word(Documents("docker-compose.yml").Single()["services"]["silo"]["stop_grace_period"]);
        Assert.InRange(Leaving.Longest(new LeavingOptions { DrainPeriod = TimeSpan.FromSeconds(5) }), TimeSpan.Zero, Seconds(container) - TimeSpan.FromSeconds(3));

        static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_stop_has_four_seconds_left_when_the_drain_and_the_calls_have_had_all_of_theirs()
    {
        var builder = SiloHost.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection([new("Silo:DrainPeriod", "00:00:05"), new("ConnectionStrings:Postgres", "Host=127.0.0.1")]);
        builder.AddGrains();
        await using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(TimeSpan.FromSeconds(5 + 3 + 4), services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
        Assert.Equal(TimeSpan.FromSeconds(9), Leaving.Longest(new LeavingOptions { DrainPeriod = TimeSpan.FromSeconds(2) }));
    }

    [Fact]
    public void The_balancer_may_open_two_files_for_each_of_its_connections()
    {
        var most = int.Parse(MaxConnections().Match(Repository.Text("deploy/haproxy.cfg")).Groups[1].Value, CultureInfo.InvariantCulture);
        var files = Word(Documents("docker-compose.yml").Single()["services"]["balancer"]["ulimits"]["nofile"]);
        Assert.InRange(int.Parse(files, CultureInfo.InvariantCulture), 2 * most + 1_000, int.MaxValue);
        // Of six silos, the most that its database carries, all streams of live updates; and as many again for everything else.
        Assert.InRange(most, 6 * new Live.LiveOptions().MaxClients + 4_000, int.MaxValue);
    }

    [Fact]
    public void Compose_asks_for_each_variable_that_the_example_names_and_for_no_other()
    {
        var asked = Variable().Matches(Repository.Text("docker-compose.yml")).Select(match => match.Groups[1].Value).ToHashSet();
        var offered = Names("deploy/.env.example");
        Assert.Empty(offered.Except(asked));
        // The one is compose's own.
        Assert.Equal(["COMPOSE_PROJECT_NAME"], Names("deploy/demo.env").Except(asked));
        // The demo's alone.
        Assert.Equal(["ELEVENLABS_BASE_URL", "MEDIA_VOLUME", "POSTGRES_VOLUME"], asked.Except(offered).Order());

        static IEnumerable<string> Names(string file) => Assignment().Matches(Repository.Text(file)).Select(match => match.Groups[1].Value);
    }

    [Fact]
    public void Compose_gives_the_image_a_name_and_a_version_that_an_upgrade_changes_together()
    {
        var silo = Documents("docker-compose.yml").Single()["services"]["silo"];
        Assert.Equal("orleans-whatsapp:${TAG:-local}", Word(silo["image"]));
        var version = Word(silo["build"]["args"]["VERSION"]);
        Assert.Matches(@"^\$\{VERSION:-\d+\.\d+\.\d+\}$", version);
        Assert.Contains($"\nARG VERSION={version["${VERSION:-".Length..^1]}\n", Repository.Text("deploy/Dockerfile"), StringComparison.Ordinal);
        Assert.Matches(@"\nTAG=(\S+)\nVERSION=\1\n", Repository.Text("deploy/.env.example"));
    }

    [Fact]
    public void The_image_restores_with_the_project_files_of_all_that_it_builds()
    {
        var dockerfile = Repository.Text("deploy/Dockerfile");
        foreach (var project in Repository.Files("src", ".csproj").Where(path => !path.Contains("Orleans.Embedded", StringComparison.Ordinal)))
            Assert.Contains($"COPY {project} {Path.GetDirectoryName(project)}/\n", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_takes_the_dashboard_from_a_stage_that_builds_it()
    {
        var dockerfile = Repository.Text("deploy/Dockerfile");
        var (built, published) = (dockerfile.IndexOf("RUN npm run build", StringComparison.Ordinal), dockerfile.IndexOf("RUN dotnet publish", StringComparison.Ordinal));
        Assert.InRange(built, dockerfile.IndexOf("AS dashboard", StringComparison.Ordinal), published);
        Assert.InRange(dockerfile.IndexOf("COPY --from=dashboard /dashboard/dist /dashboard", StringComparison.Ordinal), built, published);
        Assert.Contains("-p:DashboardFolder=/dashboard ", dockerfile, StringComparison.Ordinal);
        Assert.Contains("$(DashboardFolder)", Repository.Text("src/Orleans.WhatsApp.Silo/Orleans.WhatsApp.Silo.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alarm_has_a_threshold_a_severity_and_a_place_in_the_manual()
    {
        var manual = Repository.Text("docs/operations.md");
        var rules = (YamlSequenceNode)Documents("deploy/prometheus/alerts.yml").Single()["groups"][0]["rules"];
        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.Matches(@"[<>=]=? \d+$", Word(rule["expr"]));
            Assert.Contains(Word(rule["labels"]["severity"]), (string[])["page", "ticket"]);
            Assert.NotEmpty(Word(rule["annotations"]["summary"]));
            Assert.Contains($"| `{Word(rule["alert"])}` |", manual, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_files_beside_the_manifests_are_yaml_too() => Assert.All(Yaml, file => Assert.NotEmpty(Documents(file)));

    private static IReadOnlyList<YamlNode> Documents(string file)
    {
        var stream = new YamlStream();
        using var text = new StringReader(Repository.Text(file));
        stream.Load(text);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static string Word(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    [GeneratedRegex(@"\b[A-Z]\w*?[a-z]\w*?__\w+")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^\s*maxconn (\d+)$", RegexOptions.Multiline)]
    private static partial Regex MaxConnections();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(\w+)=", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
