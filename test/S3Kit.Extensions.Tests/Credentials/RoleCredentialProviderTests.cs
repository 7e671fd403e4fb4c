using System.Net;
using S3Kit.Credentials;

namespace S3Kit.Tests.Credentials;

public sealed class RoleCredentialProviderTests
{
    private const string Secret = "hunter2-secret";
    private const string Role = $$"""{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"key","SecretAccessKey":"{{Secret}}","Token":"token","Expiration":"2026-01-01T12:00:00Z"}""";

    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _services = [];
    private readonly List<string> _requests = [];

    [SetUp]
    public void Clear()
    {
        _variables.Clear();
        _services.Clear();
        _requests.Clear();
    }

    [Test]
    public async Task FetchAsync_Instance_AsksForATokenThenTheRoleThenItsCredentials()
    {
        _services["PUT http://169.254.169.254/latest/api/token"] = _ => Answer("session");
        _services["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/"] = request => Answer(WithSession(request) ? "my-role\n" : "");
        _services["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/my-role"] = request => Answer(WithSession(request) ? Role : "");

        var issued = await FetchAsync();

        Assert.That((issued.Credentials.AccessKey, issued.Credentials.SecretKey, issued.Credentials.SessionToken), Is.EqualTo(("key", Secret, "token")));
        Assert.That(issued.Expires, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));

        static bool WithSession(HttpRequestMessage request) => request.Headers.GetValues("X-aws-ec2-metadata-token").Single() is "session";
    }

    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.MethodNotAllowed)]
    public async Task FetchAsync_ServiceThatKnowsNoTokens_IsAskedWithout(HttpStatusCode status)
    {
        _variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1338";
        _services["PUT http://127.0.0.1:1338/latest/api/token"] = _ => new(status);
        _services["GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/"] = _ => Answer("my-role");
        _services["GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/my-role"] = _ => Answer(Role);

        Assert.That((await FetchAsync()).Credentials.AccessKey, Is.EqualTo("key"));
    }

    [TestCase("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1", "http://169.254.170.2/v2/credentials/1")]
    [TestCase("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1339/role", "http://127.0.0.1:1339/role")]
    [TestCase("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials", "http://169.254.170.23/v1/credentials")]
    [TestCase("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://roles.example.org/role", "https://roles.example.org/role")]
    public async Task FetchAsync_Container_AsksThereWithItsToken(string variable, string value, string address)
    {
        _variables[variable] = value;
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Bearer pass";
        _services["GET " + address] = request =>
            Answer(request.Headers.GetValues("Authorization").Single() is "Bearer pass" ? Role.Replace("\"Code\":\"Success\",", "", StringComparison.Ordinal) : "");

        Assert.That((await FetchAsync()).Credentials.AccessKey, Is.EqualTo("key"));
        Assert.That(_requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task FetchAsync_ContainerTokenInAFile_IsReadAnewEachTime()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName());
        var seen = new List<string>();
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1339/role";
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file;
        _services["GET http://127.0.0.1:1339/role"] = request =>
        {
            seen.Add(request.Headers.GetValues("Authorization").Single());
            return Answer(Role);
        };
        try
        {
            await File.WriteAllTextAsync(file, "one\n");
            await FetchAsync();
            await File.WriteAllTextAsync(file, "two\n");
            await FetchAsync();
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(seen, Is.EqualTo(["one", "two"]));
        Assert.That(ReasonOfFetch(), Is.EqualTo("the file named by AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read"));
    }

    [TestCase("http://roles.example.org/role")]
    [TestCase("role")]
    public void FetchAsync_ContainerAddressElsewhereInTheClear_IsNotAsked(string address)
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = address;

        Assert.That(ReasonOfFetch(), Is.EqualTo("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither an https address nor one of this machine"));
        Assert.That(_requests, Is.Empty);
    }

    [TestCase("{}", "the metadata service answered without keys")]
    [TestCase("null", "the metadata service answered without keys")]
    [TestCase("<html>" + Secret, "the metadata service answered something else than credentials")]
    [TestCase("""{"Code":"Failed","Message":"hunter2-secret"}""", "the metadata service could not assume the role")]
    public void FetchAsync_OtherAnswer_SaysWhatWithoutQuotingIt(string answer, string reason)
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1339/role";
        _services["GET http://127.0.0.1:1339/role"] = _ => Answer(answer);

        Assert.That(ReasonOfFetch(), Is.EqualTo(reason));
    }

    [Test]
    public void FetchAsync_ServiceThatFailsOrIsNotThere_SaysSo()
    {
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1339/role";

        _services["GET http://127.0.0.1:1339/role"] = _ => new(HttpStatusCode.InternalServerError);
        Assert.That(ReasonOfFetch(), Is.EqualTo("the metadata service answered 500"));

        _services["GET http://127.0.0.1:1339/role"] = _ => throw new HttpRequestException("refused");
        Assert.That(ReasonOfFetch(), Is.EqualTo("the metadata service cannot be reached"));
    }

    [Test]
    public void FetchAsync_InstanceWithoutRole_SaysSo()
    {
        _services["PUT http://169.254.169.254/latest/api/token"] = _ => Answer("session");
        _services["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/"] = _ => Answer("");

        Assert.That(ReasonOfFetch(), Is.EqualTo("the instance has no role"));
    }

    private static HttpResponseMessage Answer(string content) => new(HttpStatusCode.OK) { Content = new StringContent(content) };

    private string ReasonOfFetch() => Assert.ThrowsAsync<CredentialsUnavailableException>(FetchAsync)!.Message;

    private Task<IssuedCredentials> FetchAsync() =>
        new RoleCredentialProvider(new Clients(this), name => _variables.GetValueOrDefault(name)).FetchAsync(default).AsTask();

    private HttpResponseMessage Send(HttpRequestMessage request)
    {
        var line = $"{request.Method} {request.RequestUri}";
        _requests.Add(line);
        return _services[line](request);
    }

    /// <summary>No client made here reaches a network.</summary>
    private sealed class Clients(RoleCredentialProviderTests test) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new Handler(test));
    }

    private sealed class Handler(RoleCredentialProviderTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(test.Send(request));
    }
}
