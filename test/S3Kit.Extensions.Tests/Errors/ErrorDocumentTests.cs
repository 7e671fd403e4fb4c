using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;
using S3Kit.Protocol;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Store;

namespace S3Kit.Tests.Errors;

/// <summary>Documents as stores, proxies and attackers write them.</summary>
public sealed class ErrorDocumentTests
{
    private const string Page = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><IsTruncated>false</IsTruncated><Contents><Key>k</Key><Size>3</Size></Contents></ListBucketResult>";

    private static IEnumerable<StoreOperation> XmlOperations => StoreOperation.All.Where(each => each.Name is "page" or "list" or "versions page" or "versions" or "tags" or "buckets" or "test");

    [TestCaseSource(nameof(XmlOperations))]
    public async Task XmlOperation_ErrorInSuccess_ThrowsWhatItMeans(StoreOperation operation)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(200, "InternalError", "Try again.", "<RequestId>R</RequestId>")));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => operation.Run(services.Store()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.ErrorCode, Is.EqualTo("InternalError"));
            Assert.That(error.StatusCode, Is.EqualTo(200));
            Assert.That(error.RequestId, Is.EqualTo("R"));
            Assert.That(error.IsTransient, Is.True);
        }
    }

    [TestCase("NoSuchBucket", typeof(S3NotFoundException))]
    [TestCase("SlowDown", typeof(S3ThrottledException))]
    [TestCase("AccessDenied", typeof(S3AccessDeniedException))]
    [TestCase("NeverHeardOf", typeof(S3ServerException))]
    public async Task List_ErrorInSuccess_HasTheTypeOfItsCode(string code, Type type)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(200, code)));

        Assert.ThrowsAsync(type, () => services.Store().ListObjectsPageAsync("bucket"));
    }

    [TestCaseSource(nameof(XmlOperations))]
    public async Task XmlOperation_NotTheDocument_ThrowsServerError(StoreOperation operation)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        string[] bodies =
        [
            "", " \r\n", "no xml", "{}", "<", "<html><body>Log in</body></html>", "<!DOCTYPE html><html/>", "<Other/>", "<ListBucketResult>", "<ListAllMyBucketsResult><Buckets>",
            "<ListBucketResult><Contents><Key>k</Key><Size>many</Size></Contents></ListBucketResult><ListAllMyBucketsResult/>", "<?xml version=\"1.0\" encoding=\"no-such\"?><Other/>", "\0\u0001", "<?xml?>",
        ];

        foreach (string body in bodies)
        {
            server.Answer = _ => Replies.Text(200, body);
            S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => operation.Run(services.Store()), body);
            Assert.That(error!.Message, Does.Contain("Is this address an S3 service").And.Contain("endpoint 'a'"));
        }
    }

    [Test]
    public async Task List_RandomBytes_NeverThrowsAnythingElse()
    {
        var random = new Randomizer(20240524);
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        byte[] page = Encoding.UTF8.GetBytes(Page);

        for (int i = 0; i < 1000; i++)
        {
            byte[] body = page.ToArray();
            for (int changes = random.Next(1, 8); changes > 0; changes--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            int status = i % 2 == 0 ? 200 : 400;
            body = i % 3 == 0 ? body[..random.Next(body.Length)] : body;
            server.Answer = _ => Replies.Bytes(status, body);
            try
            {
                await services.Store().ListObjectsPageAsync("bucket");
            }
            catch (S3KitException)
            {
                // Any of ours will do.
            }
        }

        Assert.That(server.Requests, Has.Count.EqualTo(1000));
    }

    [Test]
    public async Task List_EntityBomb_IsRefusedUnexpanded()
    {
        const string bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        await AssertRefusedAsync(bomb + Page.Replace("<Key>k", "<Key>&b;", StringComparison.Ordinal));
    }

    [Test]
    public async Task List_ExternalEntity_IsNotRead()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "CANARY");
            string xml = $"<!DOCTYPE l [<!ENTITY f SYSTEM \"file://{path}\">]>" + Page.Replace("<Key>k", "<Key>&f;", StringComparison.Ordinal);
            S3KitException error = await AssertRefusedAsync(xml);
            Assert.That(error.ToString(), Does.Not.Contain("CANARY"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public async Task Get_ErrorWithEntities_TellsNothingOfThem()
    {
        const string xml = "<!DOCTYPE l [<!ENTITY a \"NoSuchKey\">]><Error><Code>&a;</Code></Error>";
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Text(404, xml)));

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(error!.ErrorCode, Is.Null);
    }

    [Test]
    public async Task List_EndlessDocument_IsReadToTheLimitOnly()
    {
        var body = new EndlessStream(" "u8.ToArray());
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => new HttpResponseMessage { Content = new StreamContent(body) }));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectsPageAsync("bucket"));

        Assert.That(error!.Message, Does.Contain("larger than 32 MiB"));
        Assert.That(body.Position, Is.LessThanOrEqualTo(S3Xml.MaxDocumentBytes));
    }

    [Test]
    public async Task Get_EndlessErrorDocument_IsReadToTheLimitOnly()
    {
        var body = new EndlessStream("<Error><Code>NoSuchKey</Code><Message>"u8.ToArray());
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => new HttpResponseMessage((System.Net.HttpStatusCode)404) { Content = new StreamContent(body) }));

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(error!.ErrorCode, Is.EqualTo("NoSuchKey"), "Half a document still tells what it told until then.");
        Assert.That(body.Position, Is.LessThanOrEqualTo(S3Xml.MaxErrorBytes));
    }

    [TestCase("<Error><Code>NoSuchKey</Code></Error>")]
    [TestCase("\r\n \t<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>")]
    [TestCase("\uFEFF<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>")]
    [TestCase("<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code>NoSuchKey</Code></Error>")]
    [TestCase("<s:Error xmlns:s=\"urn:x\"><s:Code>NoSuchKey</s:Code></s:Error>")]
    [TestCase("<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchKey</Code></Error><RequestId>r</RequestId></ErrorResponse>")]
    [TestCase("<!-- c --><Error><Resource><Deep><Code>Other</Code></Deep></Resource><Code>NoSuchKey</Code></Error>")]
    [TestCase("<Error><Code><![CDATA[NoSuchKey]]></Code></Error>")]
    [TestCase("<Error><Code>NoSuchKey</Code><Message>half")]
    public void Parse_Error_IsUnderstood(string xml)
    {
        S3ErrorBody body = S3ErrorBody.Parse(Encoding.UTF8.GetBytes(xml));

        Assert.That(body.IsError, Is.True);
        Assert.That(body.Code, Is.EqualTo("NoSuchKey"));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("\r\n")]
    [TestCase("<ErrorResponse/>")]
    [TestCase("<Errors><Code>NoSuchKey</Code></Errors>")]
    [TestCase("{\"Error\":{\"Code\":\"NoSuchKey\"}}")]
    public void Parse_NoError_TellsNothing(string text)
    {
        S3ErrorBody body = S3ErrorBody.Parse(Encoding.UTF8.GetBytes(text));

        Assert.That(body.IsError, Is.False);
        Assert.That(body.Code, Is.Null);
    }

    [TestCase("<Key>a&#x1;b</Key>", "a\u0001b")]
    [TestCase("<Key>a\u0001b</Key>", "a\u0001b")]
    [TestCase("<Key>a&#xFFFE;b</Key>", "a\uFFFEb")]
    [TestCase("<Key>a\uFFFFb</Key>", "a\uFFFFb")]
    [TestCase("<Key>&lt;&amp;&#10;</Key>", "<&\n")]
    [TestCase("<Key> a </Key>", " a ")]
    [TestCase("<Key> </Key>", " ")]
    public async Task List_KeyWithOddCharacters_IsKept(string element, string key)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Text(200, Page.Replace("<Key>k</Key>", element, StringComparison.Ordinal))));

        ListObjectsPage page = await services.Store().ListObjectsPageAsync("bucket");

        Assert.That(page.Objects.Single().Key, Is.EqualTo(key));
    }

    private static async Task<S3KitException> AssertRefusedAsync(string xml)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Text(200, xml)));
        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectsPageAsync("bucket"));
        Assert.That(error!.Message, Does.Not.Contain("aaaaaaaaaa").And.Contain("DTD"));
        return error;
    }
}
