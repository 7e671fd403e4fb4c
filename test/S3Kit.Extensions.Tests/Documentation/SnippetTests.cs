using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Configuration;

namespace S3Kit.Tests.Documentation;

/// <summary>The code in README.md and docs compiles, and the settings in them are valid.</summary>
public sealed class SnippetTests
{
    private static IEnumerable<TestCaseData> CSharp => Blocks("csharp");

    // The one that is wrong on purpose is held by ConfigurationPageTests to the faults that the page lists.
    private static IEnumerable<TestCaseData> Json => Blocks("json").Where(data => !((DocumentationBlock)data.Arguments[0]!).Content.Contains("max_retrys", StringComparison.Ordinal));

    [TestCaseSource(nameof(CSharp))]
    public void CSharp_Compiles(object block) => Assert.That(SnippetCompiler.Compile(((DocumentationBlock)block).Content), Is.Empty);

    [TestCaseSource(nameof(Json))]
    public void Json_IsAValidConfiguration(object block)
    {
        byte[] json = Encoding.UTF8.GetBytes(((DocumentationBlock)block).Content);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).Build();

        Assert.That(configuration.GetSection("S3Kit").GetChildren(), Is.Not.Empty);
        Assert.That(Configured.FaultsOf(services => services.AddS3Kit(configuration)), Is.Empty);
    }

    [Test]
    public void Compile_WrongCode_IsReported() =>
        Assert.That(SnippetCompiler.Compile("await store.PutObjectAsync(\"bucket\", 1);"), Has.Some.Contains("CS7036"));

    [TestCase("dotnet test")]
    [TestCase("dotnet run --project src/S3Kit.Gateway")]
    public void Readme_Command_StandsOnOneLineOfItsOwnInABlock(string command)
    {
        IEnumerable<string> lines = DocumentationPage.Of("README.md").Text.Split('\n').Where(line => line.StartsWith(command, StringComparison.Ordinal));
        IEnumerable<string> blocks = DocumentationPage.Of("README.md").Blocks.Where(block => block.Language == "bash").SelectMany(block => block.Content.Split('\n'));

        Assert.That(lines.ToList(), Has.Count.EqualTo(1));
        Assert.That(blocks, Has.Some.EqualTo(lines.Single()));
    }

    private static IEnumerable<TestCaseData> Blocks(string language) =>
        DocumentationPage.All.SelectMany(page => page.Blocks).Where(block => block.Language == language).Select(block => new TestCaseData(block).SetArgDisplayNames(block.ToString()));
}
