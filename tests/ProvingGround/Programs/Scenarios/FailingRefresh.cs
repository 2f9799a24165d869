using Proving.Holders;

/// <summary>A refresh that fails: the link is used afterwards, and uses after the end are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var link = new Link();
        link.Refresh("orders");
        try
        {
            link.Refresh("bills", isListening: false);
        }
        catch (IOException)
        {
            link.Send();
        }

        link.Dispose();
        return Task.FromResult<long>(Connection.Misused);
    }
}
