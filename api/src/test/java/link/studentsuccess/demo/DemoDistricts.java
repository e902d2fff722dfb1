package link.studentsuccess.demo;

import java.time.LocalDate;
import link.studentsuccess.sampledistrict.RainierValley;
import link.studentsuccess.sampledistrict.SampleDistrict;

/** The districts that supply data: by OneRoster and attendance files, by flat files over SFTP, and by a dropped roster. */
record DemoDistricts(SampleDistrict pugetRidge, RainierValley rainierValley, SaltCreek saltCreek)
        implements AutoCloseable {

    LocalDate today() {
        return pugetRidge.today();
    }

    @Override
    public void close() {
        try {
            rainierValley.close();
        } finally {
            pugetRidge.close();
        }
    }
}
