using System.Net;
using System.Net.Sockets;
using S3Kit.Embedded;

namespace S3Kit.Tests.Embedded;

public class EmbeddedFaultTests
{
    [Test]
    public async Task Status_WithCode_AnswersTheErrorAndDoesNothing()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var rule = client.Store.Faults.Add(new EmbeddedFaultRule
        {
            Fault = EmbeddedFault.Status(HttpStatusCode.ServiceUnavailable, "SlowDown", TimeSpan.FromMilliseconds(1500)), Times = 1,
        });
        using var body = new MemoryStream(new byte[100]);
        using var response = await client.SendAsync("PUT", "/bucket/k", body: new StreamContent(body));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("SlowDown"));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(body.Position, Is.EqualTo(100), "the body was sent all the same");
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(rule.FiredCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Status_WithoutCode_HasNoBody()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Status(HttpStatusCode.BadGateway));
        using var response = await client.SendAsync("GET", "/");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That(response.Headers.Contains("x-amz-request-id"), Is.True);
    }

    [Test]
    public async Task ErrorInOk_Complete_Is200AndStoresNothing()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.ErrorInOk());
        using var response = await client.SendAsync("PUT", "/bucket/k", body: new StringContent("x"));
        client.Store.Faults.Clear();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InternalError"));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Garbage_Answer_IsNotXml()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Garbage(HttpStatusCode.BadGateway));
        using var response = await client.SendAsync("GET", "/");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(async () => await EmbeddedClient.XmlAsync(response), Throws.InstanceOf<System.Xml.XmlException>());
    }

    [Test]
    public async Task Redirect_Answer_NamesTheOtherEndpointAndRegion()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Redirect(new Uri("http://there.test/bucket"), "eu-west-1"));
        using var response = await client.SendAsync("GET", "/bucket");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MovedPermanently));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("PermanentRedirect"));
        Assert.That(response.Headers.Location, Is.EqualTo(new Uri("http://there.test/bucket")));
        Assert.That(response.Headers.GetValues("x-amz-bucket-region").Single(), Is.EqualTo("eu-west-1"));
    }

    [Test]
    public async Task Refuse_Request_IsAConnectionErrorAndReadsNothing()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.Refuse());
        using var body = new MemoryStream(new byte[100]);
        var error = Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("PUT", "/bucket/k", body: new StreamContent(body)));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
        Assert.That(((SocketException)error.InnerException!).SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
        Assert.That(body.Position, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(100_003)]
    public async Task ResetInRequestBody_Upload_TakesSomeBytesAndStoresNothing(int after)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.ResetInRequestBody(after));
        using var body = new MemoryStream(new byte[500_000]);

        Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("PUT", "/bucket/k", body: Piecewise(body)));
        client.Store.Faults.Clear();
        Assert.That(body.Position, Is.EqualTo((after / 1024 * 1024) + 1024), "the piece that met the reset was the last one read");
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task ResetInRequestBody_BodyNotLonger_DoesNotBefallIt()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.ResetInRequestBody(3));

        await client.PutAsync("k", "abc");
        Assert.ThrowsAsync<HttpRequestException>(() => client.PutAsync("k", "abcd"));
    }

    [Test]
    public async Task LoseAnswer_Put_IsDoneAllTheSame()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.LoseAnswer());
        var error = Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("PUT", "/bucket/k", body: new StringContent("x")));
        client.Store.Faults.Clear();

        Assert.That(error!.InnerException, Is.InstanceOf<IOException>());
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ResetBeforeRequest_Put_IsNotDone()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.ResetBeforeRequest());
        Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("PUT", "/bucket/k", body: new StringContent("x")));
        client.Store.Faults.Clear();

        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Stall_Request_LastsUntilCancelled()
    {
        using var client = new EmbeddedClient();
        var rule = Add(client, EmbeddedFault.Stall());
        using var cancel = new CancellationTokenSource();
        var sending = client.SendAsync("GET", "/", cancellationToken: cancel.Token);
        await rule.Fired;
        client.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That(sending.IsCompleted, Is.False);
        await cancel.CancelAsync();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task StallInRequestBody_Upload_LastsUntilCancelled()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        Add(client, EmbeddedFault.StallInRequestBody(1500));
        using var cancel = new CancellationTokenSource();
        using var body = new MemoryStream(new byte[5000]);
        var sending = client.SendAsync("PUT", "/bucket/k", body: Piecewise(body), cancellationToken: cancel.Token);

        Assert.That(sending.IsCompleted, Is.False);
        await cancel.CancelAsync();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(body.Position, Is.EqualTo(2048));
    }

    [Test]
    public async Task Delay_Request_IsAnsweredWhenTheTimeHasCome()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Delay(TimeSpan.FromSeconds(5)));
        var sending = client.SendAsync("GET", "/");
        client.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(sending.IsCompleted, Is.False);
        client.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That((await sending).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Hold_Request_GoesOnWhenReleased()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rule = client.Store.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Hold(release.Task), Operation = EmbeddedOperation.PutObject });
        var putting = client.SendAsync("PUT", "/bucket/k", body: new StringContent("x"));
        await rule.Fired;

        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        release.SetResult();
        Assert.That((await putting).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Skew_Request_IsRefusedWithTheServersTime()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Skew(TimeSpan.FromHours(-1)));
        using var response = await client.SendAsync("GET", "/");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("RequestTimeTooSkewed"));
        Assert.That(response.Headers.Date, Is.EqualTo(client.Clock.GetUtcNow().AddHours(-1)));
    }

    [Test]
    public async Task ResetInBody_Download_BreaksAfterTheBytes()
    {
        using var client = await StoredAsync(EmbeddedFault.ResetInBody(4));
        using var response = await client.GetAsync("k");
        var (text, error) = await DrainAsync(response);

        Assert.That(text, Is.EqualTo("0123"));
        Assert.That(error, Is.InstanceOf<IOException>());
        Assert.That(((SocketException)error!.InnerException!).SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(10));
        Assert.That(response.Headers.ETag, Is.Not.Null);
    }

    [Test]
    public async Task TruncateBody_Download_EndsPrematurely()
    {
        using var client = await StoredAsync(EmbeddedFault.TruncateBody(4));
        var (text, error) = await DrainAsync(await client.GetAsync("k"));

        Assert.That(text, Is.EqualTo("0123"));
        Assert.That(((HttpIOException)error!).HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded));
    }

    [Test]
    public async Task EndBodyEarly_Download_LooksCompleteButForItsLength()
    {
        using var client = await StoredAsync(EmbeddedFault.EndBodyEarly(4));
        using var response = await client.GetAsync("k");
        var (text, error) = await DrainAsync(response);

        Assert.That(text, Is.EqualTo("0123"));
        Assert.That(error, Is.Null);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(10));
    }

    [Test]
    public async Task StallInBody_Download_LastsUntilCancelledOrDisposed()
    {
        using var client = await StoredAsync(EmbeddedFault.StallInBody(4));
        var first = await (await client.GetAsync("k")).Content.ReadAsStreamAsync();
        var second = await (await client.GetAsync("k")).Content.ReadAsStreamAsync();
        using var cancel = new CancellationTokenSource();
        await first.ReadExactlyAsync(new byte[4]);
        await second.ReadExactlyAsync(new byte[4]);
        var cancelled = first.ReadAsync(new byte[4], cancel.Token).AsTask();
        var disposed = second.ReadAsync(new byte[4]).AsTask();

        Assert.That(cancelled.IsCompleted || disposed.IsCompleted, Is.False);
        await cancel.CancelAsync();
        await second.DisposeAsync();
        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancel.Token));
        Assert.That(async () => await disposed, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task SlowBody_Download_ComesPieceByPiece()
    {
        using var client = await StoredAsync(EmbeddedFault.SlowBody(3, TimeSpan.FromSeconds(1)));
        var stream = await (await client.GetAsync("k")).Content.ReadAsStreamAsync();
        var buffer = new byte[10];
        var counts = new List<int>();
        do
        {
            var reading = stream.ReadAsync(buffer).AsTask();
            Assert.That(reading.IsCompleted, Is.False);
            client.Clock.Advance(TimeSpan.FromSeconds(1));
            counts.Add(await reading);
        }
        while (counts[^1] > 0);

        Assert.That(counts, Is.EqualTo(new[] { 3, 3, 3, 1, 0 }));
    }

    [Test]
    public async Task CorruptByte_Download_ChangesThatByteAlone()
    {
        using var client = await StoredAsync(EmbeddedFault.CorruptByte(4));
        var bytes = await (await client.GetAsync("k")).Content.ReadAsByteArrayAsync();

        Assert.That(bytes, Is.EqualTo("0123456789"u8.ToArray().Select((b, i) => i == 4 ? (byte)~b : b)));
    }

    [Test]
    public async Task WrongContentLengthAndWrongETag_Download_LieInTheHeaders()
    {
        using var client = await StoredAsync(EmbeddedFault.WrongContentLength(-3));
        Add(client, EmbeddedFault.WrongETag("abc"));
        using var response = await client.GetAsync("k");

        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(7));
        Assert.That(response.Headers.ETag!.Tag, Is.EqualTo("\"abc\""));
        Assert.That((await DrainAsync(response)).Text, Is.EqualTo("0123456789"));
    }

    [Test]
    public async Task Answer_Custom_IsGivenAsItIs()
    {
        using var client = new EmbeddedClient();
        Add(client, EmbeddedFault.Answer(() => new HttpResponseMessage((HttpStatusCode)299)));

        Assert.That((int)(await client.SendAsync("GET", "/")).StatusCode, Is.EqualTo(299));
    }

    [Test]
    public async Task Rule_SkipAndTimes_PickTheNthCalls()
    {
        using var client = new EmbeddedClient();
        var rule = client.Store.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError), Skip = 2, Times = 2 });

        Assert.That(await StatusesAsync(client, 6), Is.EqualTo(new[] { 200, 200, 500, 500, 200, 200 }));
        Assert.That((rule.Matched, rule.FiredCount), Is.EqualTo((6, 2)));
    }

    [Test]
    public async Task Rule_Conditions_AllMustHold()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.SendAsync("PUT", "/second");
        client.Store.Faults.Add(new EmbeddedFaultRule
        {
            Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError),
            Operation = EmbeddedOperation.HeadObject,
            Host = EmbeddedClient.Host,
            Bucket = "bucket",
            KeyPrefix = "a/",
        });
        client.Store.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.BadGateway), Host = "other.test" });

        Assert.That((int)(await client.SendAsync("HEAD", "/bucket/a/1")).StatusCode, Is.EqualTo(500));
        Assert.That((int)(await client.SendAsync("HEAD", "/bucket/b/1")).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await client.SendAsync("HEAD", "/second/a/1")).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await client.SendAsync("GET", "/bucket/a/1")).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await client.SendAsync(client.Create("HEAD", "/bucket/a/1", host: "other.test"))).StatusCode, Is.EqualTo(502));
    }

    [Test]
    public async Task Rule_Probability_IsTheSameForTheSameSeed()
    {
        async Task<int[]> RunAsync(int seed)
        {
            using var client = new EmbeddedClient();
            client.Store.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError), Probability = 0.25, Seed = seed });
            return await StatusesAsync(client, 400);
        }

        var one = await RunAsync(1);

        Assert.That(await RunAsync(1), Is.EqualTo(one));
        Assert.That(await RunAsync(2), Is.Not.EqualTo(one));
        Assert.That(one.Count(s => s == 500), Is.InRange(60, 140));
    }

    [Test]
    public async Task Rule_RemovedOrCleared_BefallsNoMore()
    {
        using var client = new EmbeddedClient();
        var rule = Add(client, EmbeddedFault.Status(HttpStatusCode.InternalServerError));
        Assert.That(await StatusesAsync(client, 1), Is.EqualTo(new[] { 500 }));
        client.Store.Faults.Remove(rule);

        Assert.That(await StatusesAsync(client, 1), Is.EqualTo(new[] { 200 }));
    }

    [Test]
    public async Task Rule_KeyOfAMultiDelete_RefusesThatKeyAlone()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("a", "x");
        await client.PutAsync("b", "x");
        client.Store.Faults.Add(new EmbeddedFaultRule
        {
            Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), Operation = EmbeddedOperation.DeleteObjects, Key = "a",
        });
        using var response = await client.SendXmlAsync(
            "POST", "/bucket", [("delete", "")], "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>");
        var xml = await EmbeddedClient.XmlAsync(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(xml.Elements().Select(e => (e.Name.LocalName, EmbeddedClient.Value(e, "Key"))), Is.EqualTo(new[] { ("Error", "a"), ("Deleted", "b") }));
        Assert.That((await client.GetAsync("a")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>A body that is read and sent a kilobyte at a time.</summary>
    private static StreamContent Piecewise(MemoryStream body) =>
        new(new UnseekableStream(body), 1024) { Headers = { ContentLength = body.Length } };

    private static EmbeddedFaultRule Add(EmbeddedClient client, EmbeddedFault fault) => client.Store.Faults.Add(new EmbeddedFaultRule { Fault = fault });

    private static async Task<EmbeddedClient> StoredAsync(EmbeddedFault fault)
    {
        var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "0123456789");
        Add(client, fault);
        return client;
    }

    private static async Task<int[]> StatusesAsync(EmbeddedClient client, int count)
    {
        var statuses = new int[count];
        for (var i = 0; i < count; i++)
        {
            using var response = await client.SendAsync("GET", "/");
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }

    private static async Task<(string Text, Exception? Error)> DrainAsync(HttpResponseMessage response)
    {
        using var all = new MemoryStream();
        Exception? error = null;
        try
        {
            await (await response.Content.ReadAsStreamAsync()).CopyToAsync(all);
        }
        catch (IOException caught)
        {
            error = caught;
        }

        return (System.Text.Encoding.UTF8.GetString(all.ToArray()), error);
    }
}
