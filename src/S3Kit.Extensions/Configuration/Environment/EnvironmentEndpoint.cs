using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace S3Kit.Configuration;

/// <summary>
/// Makes the endpoint <c>default</c> of the variables that S3 tools share, when nobody else has made one of that name. It runs after every other
/// configuration, so that whatever the app says itself comes first.
/// </summary>
internal sealed class EnvironmentEndpoint(IEnumerable<BoundConfiguration> bound, EnvironmentVariables process, IConfiguration? host = null)
    : IPostConfigureOptions<S3KitOptions>
{
    public const string EndpointName = "default";
    private const string Url = "S3_ENDPOINT";
    private const string AccessKey = "S3_ACCESS_KEY";
    private const string SecretKey = "S3_SECRET_KEY";
    private const string SessionToken = "S3_SESSION_TOKEN";
    private const string Region = "S3_REGION";

    /// <summary>The variable that a setting of the endpoint comes from; <see langword="null"/> when none does.</summary>
    public static string? VariableOf(string property) => property switch
    {
        nameof(EndpointOptions.Url) => Url,
        nameof(EndpointOptions.AccessKey) => AccessKey,
        nameof(EndpointOptions.SecretKey) => SecretKey,
        nameof(EndpointOptions.SessionToken) => SessionToken,
        nameof(EndpointOptions.Region) => Region,
        _ => null,
    };

    public void PostConfigure(string? name, S3KitOptions options)
    {
        if (!string.IsNullOrEmpty(name) || options.Endpoints.ContainsKey(EndpointName))
            return;

        var read = Reader();
        var url = read(Url);
        if (url is null)
        {
            // A region alone may be meant for other tools; keys alone are somebody's endpoint that would silently not be used.
            var orphans = new[] { AccessKey, SecretKey, SessionToken }.Where(variable => read(variable) is not null).ToList();
            if (orphans.Count > 0)
            {
                var given = string.Join(" and ", orphans) + (orphans.Count == 1 ? " is" : " are");
                options.BindingFaults.Add($"{Url}: not set, although {given}; set it to the address of the endpoint");
            }

            return;
        }

        options.HasEnvironmentEndpoint = true;
        options.Endpoints.Add(EndpointName, new EndpointOptions
        {
            Url = url,
            AccessKey = read(AccessKey),
            SecretKey = read(SecretKey),
            SessionToken = read(SessionToken),
            Region = read(Region),
        });
    }

    /// <summary>
    /// The configuration decides where variables come from, as it does for every other setting: a root that was bound, or else the host's. Only an app
    /// without any configuration has the process asked.
    /// </summary>
    private Func<string, string?> Reader()
    {
        var given = bound.Select(configuration => configuration.Configuration).ToList();
        var roots = given.OfType<IConfigurationRoot>().ToList<IConfiguration>();
        if (roots.Count == 0 && host is not null)
            roots.Add(host);

        if (roots.Count == 0 && given.Count == 0)
            return name => NullIfEmpty(process(name));

        return name => roots.Select(root => NullIfEmpty(root[name])).FirstOrDefault(value => value is not null);
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
