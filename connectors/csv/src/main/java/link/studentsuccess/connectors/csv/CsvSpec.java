package link.studentsuccess.connectors.csv;

import java.util.Set;
import link.studentsuccess.connectors.spi.ConnectorSpec;
import link.studentsuccess.connectors.spi.StreamName;

/** What can be set: what the files mean, and where they lie. */
final class CsvSpec {

    static final ConnectorSpec SPEC = new ConnectorSpec(
            "csv", "Flat files", """
            {
              "type": "object",
              "properties": {
                "mapping": {"type": "string", "contentMediaType": "application/json",
                  "description": "What the files and their columns mean; the minimal drop format where it is left out"},
                "folder": {"type": "string", "description": "The folder in which the files lie"},
                "sftpHost": {"type": "string", "description": "The SFTP server; a local drop folder where it is left out"},
                "sftpPort": {"type": "string", "default": "22"},
                "sftpUser": {"type": "string"},
                "sftpHostKey": {"type": "string", "description": "The server's key, as a known_hosts file has it"},
                "sftpPassword": {"type": "string", "description": "Reference to the password: env:NAME or file:/path"},
                "sftpPrivateKey": {"type": "string", "description": "Reference to the private key instead"}
              }
            }
            """, Set.of("sftpPassword", "sftpPrivateKey"), Set.of(StreamName.values()));

    private CsvSpec() {}
}
