using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using S3Kit.Configuration;
using S3Kit.Diagnostics;
using S3Kit.Protocol;
using S3Kit.Resilience;

namespace S3Kit.Tests.Documentation;

/// <summary>What is public is documented, and what the tables say is so.</summary>
public sealed class CoverageTests
{
    private static readonly Type[] PublicTypes = [.. typeof(IObjectStore).Assembly.GetExportedTypes(), .. typeof(ObjectStoreEndpointOptions).Assembly.GetExportedTypes()];

    private static readonly string Errors = DocumentationPage.Of("docs/errors.md").Text;

    [Test]
    public void ErrorsPage_EveryExceptionKindAndProperty_IsThere()
    {
        IEnumerable<string> names = PublicTypes.Where(type => type.IsSubclassOf(typeof(S3KitException)))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name).Append(type.Name))
            .Concat(typeof(S3KitException).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name))
            .Concat(Enum.GetNames<S3ErrorKind>())
            .Concat(Enum.GetNames<S3TimeoutKind>());

        Assert.That(names.Where(name => !Errors.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Pages_EveryOptionAndResult_IsThere()
    {
        IEnumerable<string> names = PublicTypes
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) || type == typeof(GetObjectResult) || type == typeof(DownloadFileResult) || type == typeof(ObjectInfo))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(property => property.Name)
            .Where(name => name is not "EqualityContract");
        string all = string.Concat(DocumentationPage.All.Select(page => page.Prose));

        Assert.That(names.Where(name => !all.Contains($"`{name}`", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal), Is.Empty);
    }

    [Test]
    public void ObjectsPage_EveryMethodOfTheStoreAndTheRegistry_IsThere()
    {
        string page = DocumentationPage.Of("docs/objects.md").Text;
        IEnumerable<string> names = typeof(IObjectStore).GetMethods().Concat(typeof(IEndpointRegistry).GetMethods()).Where(method => !method.IsSpecialName).Select(method => method.Name);

        Assert.That(names.Where(name => !page.Contains(name + "(", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void MigrationPage_EverySetting_IsThere()
    {
        string page = DocumentationPage.Of("docs/migration.md").Text;
        IEnumerable<string> names = OptionTree.Of(typeof(S3KitOptions)).Keys.Concat(OptionTree.Of(typeof(EndpointOptions)).Keys);

        Assert.That(names.Where(name => !page.Contains(name, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [Test]
    public void ErrorsPage_EveryCode_IsOfTheKindThatThePageSays()
    {
        var documented = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] row in DocumentationPage.Of("docs/errors.md").Table("| Code | Kind |"))
        {
            foreach (string code in DocumentationPage.Names(row[0]))
            {
                documented.Add(code);
                S3KitException error = ErrorOf(400, code);
                string said = row[1].StartsWith('`') ? row[1] : row[1].Replace("by its status", "`InvalidRequest`", StringComparison.Ordinal);
                Assert.That(said, Is.EqualTo($"`{error.Kind}`" + (error.IsTransient ? ", transient" : "")), code);
            }
        }

        IEnumerable<string> known = Field<FrozenDictionary<string, S3ErrorKind>>(typeof(S3Errors), "ByCode").Keys
            .Concat(Field<FrozenSet<string>>(typeof(TransientErrors), "Codes"))
            .Concat(Field<FrozenSet<string>>(typeof(TransientErrors), "ThrottlingCodes"));
        Assert.That(known.Except(documented, StringComparer.Ordinal), Is.Empty);
    }

    [Test]
    public void ErrorsPage_EveryStatus_IsOfTheKindThatThePageSays()
    {
        var said = new Dictionary<int, string>();
        foreach (string[] row in DocumentationPage.Of("docs/errors.md").Table("| Status without a code | Kind |"))
        {
            foreach (string status in row[0].Split(", ").Where(text => char.IsAsciiDigit(text[0])))
            {
                said[int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)] = row[1];
            }
        }

        Assert.That(said, Is.Not.Empty);
        for (int status = 300; status < 600; status++)
        {
            S3KitException error = ErrorOf(status, code: null);
            string expected = said.GetValueOrDefault(status) ?? (status >= 500 ? "`Server`" : "`InvalidRequest`");
            Assert.That($"`{error.Kind}`" + (error.IsTransient ? ", transient" : ""), Is.EqualTo(expected), $"{status}");
        }
    }

    [Test]
    public void ObservabilityPage_EveryNameAndEvent_IsThere()
    {
        DocumentationPage page = DocumentationPage.Of("docs/observability.md");
        IEnumerable<string> names = Constants<string>(typeof(S3KitTelemetry)).SelectMany(constant => new[] { constant.Name, constant.Value });
        Type httpEvents = typeof(ObjectStoreEndpointOptions).Assembly.GetType("S3Kit.AspNetCore.HttpEventIds", throwOnError: true)!;
        IEnumerable<string> ids = Constants<int>(typeof(EventIds)).Concat(Constants<int>(httpEvents)).Select(constant => $"{constant.Value}");

        Assert.That(names.Where(name => !page.Text.Contains(name, StringComparison.Ordinal)), Is.Empty);
        Assert.That(page.Table("| Id | Level |").Select(row => row[0]), Is.EquivalentTo(ids));
    }

    [Test]
    public void DependenciesPage_EveryPackage_HasItsRow()
    {
        IEnumerable<string> packages = XDocument.Load(DocumentationPage.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Select(element => element.Attribute("Include")!.Value);
        IEnumerable<string> rows = DocumentationPage.Of("docs/dependencies.md").Table("| Package |").SelectMany(row => DocumentationPage.Names(row[0]));

        Assert.That(rows, Is.EquivalentTo(packages));
    }

    [Test]
    public void ArchitecturePage_TestsAndTypesItNames_Exist()
    {
        var missing = new List<string>();
        foreach (string[] row in DocumentationPage.Of("docs/architecture.md").Table("| Promise |"))
        {
            foreach (string name in DocumentationPage.Names(row[1] + row[2]).Where(name => name is not ("TimeProvider" or "BannedSymbols.txt")))
            {
                string[] parts = name.Split('.');
                if (FileOf(parts[0]) is not { } file || (parts.Length > 1 && !File.ReadAllText(file).Contains($" {parts[1]}", StringComparison.Ordinal)))
                {
                    missing.Add(name);
                }
            }
        }

        Assert.That(missing, Is.Empty);
    }

    private static string? FileOf(string type) => new[] { "src", "test" }
        .SelectMany(folder => Directory.EnumerateFiles(DocumentationPage.PathOf(folder), type + ".cs", SearchOption.AllDirectories))
        .FirstOrDefault();

    private static S3KitException ErrorOf(int status, string? code) => S3Errors.FromAnswer(
        new S3ErrorContext("GetObject", "endpoint", "bucket", "key"),
        status,
        code is null ? S3ErrorBody.None : S3ErrorBody.Parse(Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>")),
        requestId: null,
        retryAfter: null);

    private static T Field<T>(Type type, string name) => (T)type.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    private static IEnumerable<(string Name, T Value)> Constants<T>(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, (T)field.GetRawConstantValue()!));
}
