using System.Security.Cryptography;
using System.Text;

namespace S3Kit.Gateway;

/// <summary>
/// <c>GET /</c>: the object browser, one page that holds its style and script. The policy allows these two by their hashes and nothing else, so that
/// no stored object can ever be run as a script of this page.
/// </summary>
internal static class ObjectBrowserEndpoint
{
    public static IEndpointConventionBuilder MapObjectBrowser(this IEndpointRouteBuilder endpoints)
    {
        var style = Read("browser.css");
        var script = Read("api.js") + Read("view.js") + Read("browser.js");
        var page = Encoding.UTF8.GetBytes(Read("browser.html")
            .Replace("/*style*/", style, StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal));
        var policy = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + $"require-trusted-types-for 'script'; style-src '{Hash(style)}'; script-src '{Hash(script)}'";
        return endpoints.MapGet("/", context =>
        {
            var headers = context.Response.Headers;
            headers.ContentType = "text/html; charset=utf-8";
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache";
            context.Response.ContentLength = page.Length;
            return context.Response.Body.WriteAsync(page, context.RequestAborted).AsTask();
        });
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var stream = typeof(ObjectBrowserEndpoint).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream);

        // A browser hashes the text with the line ends of HTML, whatever the file was checked out with.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
