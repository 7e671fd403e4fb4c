using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

/// <summary>What docs/configuration.md says is what the code does.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository(), "docs", "configuration.md"));

    [TestCase(typeof(S3KitOptions))]
    [TestCase(typeof(EndpointOptions))]
    [TestCase(typeof(CircuitBreakerOptions))]
    [TestCase(typeof(HealthProbeOptions))]
    public void Page_EveryOption_HasARowWithItsRangeAndDefault(Type type)
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var defaults = Activator.CreateInstance(type)!;

        foreach (var property in OptionTree.Of(type).Values)
        {
            var candidates = rows.Where(row => row.Split('|')[1].Contains($"`{property.Name}`", StringComparison.Ordinal)).ToList();
            Assert.That(candidates, Is.Not.Empty, property.Name);
            if (property.Range is { } range)
                Assert.That(candidates, Has.Some.Contains(Shown(range.Maximum)).And.Some.Contains($"| {Shown(property.Get(defaults))} |"), property.Name);
        }
    }

    [Test]
    public void Page_TheExample_IsValid()
    {
        Assert.That(FaultsOf(Block("json", 0)), Is.Empty);
    }

    [Test]
    public void Page_TheFaultyExample_HasTheFaultsListed()
    {
        Assert.That(FaultsOf(Block("json", 1)).Order(StringComparer.Ordinal), Is.EqualTo(Block("text", 0).Trim().Split('\n').Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Page_TheCode_DoesWhatItSays()
    {
        var root = Configured.Root(("S3Kit:QueueSize", "7"), ("Storage:QueueSize", "8"));
        Assert.That(Configured.From(services => services.AddS3Kit(root)).QueueSize, Is.EqualTo(7));
        Assert.That(Configured.From(services => services.AddS3Kit(root.GetSection("Storage"))).QueueSize, Is.EqualTo(8));
        Assert.That(Configured.From(services => services.AddS3Kit(options => options.MaxRetries = 5)).MaxRetries, Is.EqualTo(5));

        var both = Configured.From(services => services.AddS3Kit(root, options => options.MaxRetries = 5)
            .AddEndpoint("backup", endpoint => endpoint.Url = "http://127.0.0.1:9001"));
        Assert.That((both.QueueSize, both.MaxRetries, both.Endpoints["backup"].Url), Is.EqualTo((7, 5, "http://127.0.0.1:9001")));
    }

    private static string Shown(object? value) => value switch
    {
        null => "none",
        TimeSpan duration => duration.Milliseconds == 0 ? duration.ToString("c") : duration.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Block(string language, int index) => Blocks().Matches(Page).Where(match => string.Equals(match.Groups["language"].Value, language, StringComparison.Ordinal)).ElementAt(index).Groups["content"].Value;

    private static IReadOnlyList<string> FaultsOf(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return Configured.FaultsOf(services => services.AddS3Kit(configuration));
    }

    private static string Repository()
    {
        var directory = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(directory, "S3Kit.Extensions.sln")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return directory;
    }

    [GeneratedRegex("""^```(?<language>\w+)\n(?<content>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();
}
