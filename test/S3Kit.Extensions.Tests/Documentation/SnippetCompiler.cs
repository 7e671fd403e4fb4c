using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace S3Kit.Tests.Documentation;

/// <summary>Compiles what the documentation shows: whole programs and types as they are, statements inside a method that has what apps have.</summary>
internal static class SnippetCompiler
{
    // What the web SDK gives every file.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    // Fields, so that a snippet may have variables of the same names.
    private const string MethodStart = """
        internal static class Snippet
        {
            private static readonly IObjectStore store = null!;
            private static readonly IServiceProvider services = null!;
            private static readonly WebApplicationBuilder builder = null!;
            private static readonly WebApplication app = null!;
            private static readonly CancellationToken cancellationToken = CancellationToken.None;

            public static async Task RunAsync()
            {
        #pragma warning disable CS1998 // not every snippet awaits
        #line 1
        """;

    private const string MethodEnd = """

            }

            private static object Used => new object[] { store, services, builder, app, cancellationToken };
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>The errors and warnings.</summary>
    public static IReadOnlyList<string> Compile(string code)
    {
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot();
        bool isStatements = root.Members.OfType<GlobalStatementSyntax>().Any();
        bool isProgram = isStatements && code.Contains("WebApplication.CreateBuilder", StringComparison.Ordinal);
        string usings = isProgram ? ImplicitUsings : ImplicitUsings + "\nglobal using S3Kit;";
        string text = isStatements && !isProgram ? MethodStart + "\n" + code + MethodEnd : code;
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(usings, ParseOptions), CSharpSyntaxTree.ParseText(text, ParseOptions)],
            References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
    }
}
