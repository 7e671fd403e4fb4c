using System.Net;
using System.Text.Json;
using S3Kit.Configuration;
using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>
/// Fetches the credentials of the role that the container or the EC2 instance has. Not Minio's provider: that one knows only the first version of
/// the instance service, which is switched off by default today, and signs its requests to it with other credentials.
/// </summary>
internal sealed class RoleCredentialProvider(IHttpClientFactory clients, EnvironmentVariables environment) : ICredentialProvider
{
    public const string HttpClientName = "S3KitCredentials";
    private const string InstanceService = "http://169.254.169.254";
    private const string ContainerService = "http://169.254.170.2";
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";
    private const string TokenHeader = "X-aws-ec2-metadata-token";

    public string Description => "the role of the container or instance";

    public async ValueTask<IssuedCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        try
        {
            var answer = ContainerAddress() is { } address
                ? await FromContainerAsync(client, address, cancellationToken).ConfigureAwait(false)
                : await FromInstanceAsync(client, cancellationToken).ConfigureAwait(false);
            return Read(answer);
        }
        catch (HttpRequestException exception)
        {
            throw new CredentialsUnavailableException("the metadata service cannot be reached", exception);
        }
        catch (IOException exception)
        {
            throw new CredentialsUnavailableException("the file named by AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read", exception);
        }
        catch (JsonException)
        {
            // Without the exception: it may quote what was received.
            throw new CredentialsUnavailableException("the metadata service answered something else than credentials");
        }
    }

    private async Task<string> FromContainerAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var token = Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file
            ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)
            : Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token.Trim());

        return await SendAsync(client, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> FromInstanceAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var service = new Uri(Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? InstanceService);
        var session = await SessionAsync(client, service, cancellationToken).ConfigureAwait(false);

        using var nameRequest = Get(new Uri(service, RolePath), session);
        var names = await SendAsync(client, nameRequest, cancellationToken).ConfigureAwait(false);
        var name = names.Split('\n', 2)[0].Trim();
        if (name.Length == 0)
            throw new CredentialsUnavailableException("the instance has no role");

        using var roleRequest = Get(new Uri(service, RolePath + Uri.EscapeDataString(name)), session);
        return await SendAsync(client, roleRequest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The second version of the service wants a token first. The stand-ins of some clusters do not know it, and say so.</summary>
    private static async Task<string?> SessionAsync(HttpClient client, Uri service, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(service, "/latest/api/token"));
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "300");
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            return null;

        return await ContentAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static HttpRequestMessage Get(Uri address, string? session)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (session is not null)
            request.Headers.TryAddWithoutValidation(TokenHeader, session);
        return request;
    }

    private static async Task<string> SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ContentAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> ContentAsync(HttpResponseMessage response, CancellationToken cancellationToken) => response.IsSuccessStatusCode
        ? await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)
        : throw new CredentialsUnavailableException(FormattableString.Invariant($"the metadata service answered {(int)response.StatusCode}"));

    private static IssuedCredentials Read(string answer)
    {
        var role = JsonSerializer.Deserialize<RoleCredentials>(answer);
        if (role?.Code is not (null or "Success"))
            throw new CredentialsUnavailableException("the metadata service could not assume the role");
        if (string.IsNullOrEmpty(role?.AccessKeyId) || string.IsNullOrEmpty(role.SecretAccessKey))
            throw new CredentialsUnavailableException("the metadata service answered without keys");

        return new(new S3Credentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken), role.Expiration);
    }

    private Uri? ContainerAddress()
    {
        if (Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative)
            return new Uri(ContainerService + "/" + relative.TrimStart('/'));
        if (Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not { } full)
            return null;

        // The answer is a secret: in the clear it must not leave the machine.
        if (Uri.TryCreate(full, UriKind.Absolute, out var address) && (address.Scheme is "https" || (address.Scheme is "http" && IsThisMachine(address))))
            return address;

        throw new CredentialsUnavailableException("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither an https address nor one of this machine");
    }

    private static bool IsThisMachine(Uri address) => address.IsLoopback || address.Host is "169.254.170.2" or "169.254.170.23" or "[fd00:ec2::23]";

    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
