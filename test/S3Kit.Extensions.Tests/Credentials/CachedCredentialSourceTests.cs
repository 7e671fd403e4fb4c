using Microsoft.Extensions.Time.Testing;
using S3Kit.Credentials;
using S3Kit.Protocol;

namespace S3Kit.Tests.Credentials;

public sealed class CachedCredentialSourceTests
{
    private const string Secret = "hunter2-secret";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ScriptedProvider _provider = null!;
    private CachedCredentialSource _source = null!;

    [SetUp]
    public void Create()
    {
        _provider = new ScriptedProvider();
        _source = new CachedCredentialSource(_provider, "main", _time);
    }

    [Test]
    public async Task GetAsync_ManyCallersAtOnce_ShareOneFetch()
    {
        var answer = _provider.Next();
        var callers = Enumerable.Range(0, 50).Select(_ => _source.GetAsync(default).AsTask()).ToList();

        answer.SetResult(Issued("one", TimeSpan.FromHours(1)));
        var credentials = await Task.WhenAll(callers);

        Assert.That(credentials.Select(each => each!.AccessKey), Is.All.EqualTo("one"));
        Assert.That(_provider.Fetches, Is.EqualTo(1));
    }

    [Test]
    public async Task GetAsync_CredentialsThatNeverExpire_AreFetchedOnce()
    {
        _provider.Next().SetResult(new(new S3Credentials("one", Secret), null));
        await _source.GetAsync(default);

        _time.Advance(TimeSpan.FromDays(365));

        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("one"));
        Assert.That(_provider.Fetches, Is.EqualTo(1));
    }

    [Test]
    public async Task GetAsync_FiveMinutesBeforeExpiry_RenewsWhileRequestsGoOn()
    {
        await HaveAsync("one", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMinutes(54));
        await _source.GetAsync(default);
        Assert.That(_provider.Fetches, Is.EqualTo(1), "six minutes before");

        _time.Advance(TimeSpan.FromMinutes(1));
        var renewal = _provider.Next();
        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("one"), "still good");
        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("one"));

        var fetching = _source.Fetching;
        renewal.SetResult(Issued("two", TimeSpan.FromHours(1)));
        await fetching;

        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("two"));
        Assert.That(_provider.Fetches, Is.EqualTo(2));
    }

    [Test]
    public async Task GetAsync_Expired_WaitsForNewOnes()
    {
        await HaveAsync("one", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(2));
        var renewal = _provider.Next();

        var waiting = _source.GetAsync(default).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);
        renewal.SetResult(Issued("two", TimeSpan.FromHours(1)));

        Assert.That((await waiting)!.AccessKey, Is.EqualTo("two"));
    }

    [Test]
    public async Task GetAsync_RenewalFailsInTime_KeepsTheOldOnesAndTriesAgainAfterAWhile()
    {
        await HaveAsync("one", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMinutes(56));
        _provider.Next().SetException(new CredentialsUnavailableException("nobody is there"));

        await _source.GetAsync(default);
        await _source.Fetching;
        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("one"));
        Assert.That(_provider.Fetches, Is.EqualTo(2), "not with each request");

        _time.Advance(TimeSpan.FromSeconds(31));
        _provider.Next().SetResult(Issued("two", TimeSpan.FromHours(1)));
        await _source.GetAsync(default);
        await _source.Fetching;
        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo("two"));
    }

    [Test]
    public async Task GetAsync_FetchFails_ThrowsWithTheReasonAndRecovers()
    {
        var cause = new HttpRequestException("refused");
        _provider.Next().SetException(new CredentialsUnavailableException("nobody is there", cause));

        var exception = Assert.ThrowsAsync<S3AuthenticationException>(async () => await _source.GetAsync(default))!;
        Assert.That(exception.Message, Is.EqualTo("The credentials of endpoint 'main' could not be had from a script: nobody is there."));
        Assert.That(exception.InnerException, Is.SameAs(cause));
        Assert.That(exception.Endpoint, Is.EqualTo("main"));

        await HaveAsync("one", TimeSpan.FromHours(1));
    }

    [Test]
    public void GetAsync_ProviderThrowsWhatQuotesASecret_DoesNotRepeatIt()
    {
        _provider.Next().SetException(new FormatException($"cannot read {Secret}"));

        var exception = Assert.ThrowsAsync<S3AuthenticationException>(async () => await _source.GetAsync(default))!;

        Assert.That(exception.ToString(), Does.Not.Contain(Secret).And.Contain("FormatException"));
    }

    [Test]
    public void GetAsync_ManyWaitForAFetchThatFails_EachGetsAnExceptionOfItsOwn()
    {
        var answer = _provider.Next();
        var one = _source.GetAsync(default).AsTask();
        var other = _source.GetAsync(default).AsTask();
        answer.SetException(new CredentialsUnavailableException("nobody is there"));

        var first = Assert.ThrowsAsync<S3AuthenticationException>(() => one);
        Assert.That(Assert.ThrowsAsync<S3AuthenticationException>(() => other), Is.Not.SameAs(first));
    }

    [Test]
    public async Task GetAsync_CallerCancels_LeavesTheFetchToTheOthers()
    {
        var answer = _provider.Next();
        using var cancellation = new CancellationTokenSource();
        var leaving = _source.GetAsync(cancellation.Token).AsTask();
        var staying = _source.GetAsync(default).AsTask();

        await cancellation.CancelAsync();
        Assert.That(async () => await leaving, Throws.InstanceOf<OperationCanceledException>());
        answer.SetResult(Issued("one", TimeSpan.FromHours(1)));

        Assert.That((await staying)!.AccessKey, Is.EqualTo("one"));
    }

    [Test]
    public async Task GetAsync_ProviderThatNeverAnswers_FailsAfterTenSeconds()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new CachedCredentialSource(new SilentProvider(started), "main", _time);
        var waiting = source.GetAsync(default).AsTask();
        await started.Task;

        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.That(Assert.ThrowsAsync<S3AuthenticationException>(() => waiting)!.Message, Does.EndWith("there was no answer within 10 s."));
    }

    [Test]
    public void GetAsync_CredentialsThatHaveExpired_AreNotUsed()
    {
        _provider.Next().SetResult(Issued("old", TimeSpan.FromSeconds(-1)));

        Assert.That(Assert.ThrowsAsync<S3AuthenticationException>(async () => await _source.GetAsync(default))!.Message, Does.EndWith("they have expired already."));
    }

    [Test]
    public async Task GetAsync_CredentialsOfAFewMinutes_AreNotFetchedWithEachRequest()
    {
        await HaveAsync("one", TimeSpan.FromMinutes(4));

        _time.Advance(TimeSpan.FromMinutes(1));
        await _source.GetAsync(default);

        Assert.That(_provider.Fetches, Is.EqualTo(1));
    }

    private async Task HaveAsync(string accessKey, TimeSpan lifetime)
    {
        _provider.Next().SetResult(Issued(accessKey, lifetime));
        Assert.That((await _source.GetAsync(default))!.AccessKey, Is.EqualTo(accessKey));
    }

    private IssuedCredentials Issued(string accessKey, TimeSpan lifetime) => new(new S3Credentials(accessKey, Secret), _time.GetUtcNow() + lifetime);

    private sealed class SilentProvider(TaskCompletionSource started) : ICredentialProvider
    {
        public string Description => "nowhere";

        public async ValueTask<IssuedCredentials> FetchAsync(CancellationToken cancellationToken)
        {
            started.SetResult();
            await new TaskCompletionSource().Task;
            throw new InvalidOperationException();
        }
    }
}
