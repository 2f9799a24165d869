using System.Collections;
using System.Collections.Concurrent;
using System.Net.Sockets;

// What looks as if it were loaded once.
namespace Samples.LoadedAgain
{
    // what callers bring goes into the table: the lost one has another's
    public static class Ranks
    {
        private static readonly Hashtable[] s_byName = new Hashtable[4];

        public static void Put(string name, int rank)
        {
            if (s_byName[rank] == null)
                s_byName[rank] = Begin(name); //! LEAK2001
            s_byName[rank][name] = rank;
        }

        public static int Of(string name, int rank) => s_byName[rank]?[name] is int found ? found : 0;

        private static Hashtable Begin(string name)
        {
            var made = new Hashtable();
            made[name] = 0;
            return made;
        }
    }

    // the other branch puts a new table there for another region
    public static class Regions
    {
        private static readonly Dictionary<int, Dictionary<int, string>> s_houses = new();

        public static void Add(int region, string line)
        {
            if (!s_houses.ContainsKey(region))
                s_houses.Add(region, new Dictionary<int, string>()); //! LEAK2001
            else
                s_houses[region + 1] = new Dictionary<int, string>();
            s_houses[region].Add(line.Length, line);
        }

        public static int Count(int region) => s_houses.TryGetValue(region, out var found) ? found.Count : 0;
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ScriptLoadedAttribute : Attribute;

    public sealed class Actor
    {
        public List<string> Lines { get; } = new();
    }

    // each visitor calls it as well
    public static class Quest
    {
        private static readonly Actor[] s_actors = new Actor[4];

        public static Actor Visit(int place)
        {
            Fill(null, EventArgs.Empty);
            return s_actors[place];
        }

        [ScriptLoaded]
        public static void Fill(object? sender, EventArgs args)
        {
            for (var i = 0; i < s_actors.Length; i++)
            {
                if (s_actors[i] == null)
                {
                    s_actors[i] = new Actor(); //! LEAK2001
                    s_actors[i].Lines.Add("Halt!");
                }
            }
        }
    }

    public sealed class Claims
    {
        private readonly ConcurrentDictionary<string, string> _claims = new();
        public bool TryClaim(string key, string owner) => _claims.TryAdd(key, owner);
        public void Release(string key) => _claims.TryRemove(key, out _);
    }

    // the caller is told of another key
    public sealed class Runner(Claims claims)
    {
        public async Task<bool> RunAsync(string key, string other)
        {
            if (!claims.TryClaim(key, "me")) //! LEAK4001
                return false;
            if (other.Length > 3)
                return claims.TryClaim(other, "me");
            await Task.Delay(1);
            claims.Release(key);
            return true;
        }
    }

    // one of two ends disposes of them
    public sealed class Topics : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _links = new();
        public void Open(string host)
        {
            var link = new TcpClient(host, 80);
            if (!_links.TryAdd(host, link)) //! LEAK4002
                link.Dispose();
        }

        public void Shutdown()
        {
            foreach (var link in _links.Values)
                link.Dispose();
            _links.Clear();
        }

        public void Dispose() => Shutdown();
    }
}
